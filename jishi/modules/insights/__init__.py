"""Insights 洞察: what a shop's people are to know, made of what the modules below hold.

Owns no table: *Today* 今天 is the inbox of all deadlines of a shop, ranked by what missing them costs, with what lapsed, who waits
for an answer and what was sold. Emits nothing, hears nothing. Obeys no rule of its own: every deadline and decision names its own.
"""
