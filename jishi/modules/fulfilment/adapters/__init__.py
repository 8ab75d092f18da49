"""Carriers: waybill numbers out, scans in."""
