"""Barcodes: EAN-8, UPC-A, EAN-13 and GTIN-14, which share one check digit."""

LENGTHS = (8, 12, 13, 14)


def is_barcode(text: str) -> bool:
    """Has it one of the lengths, digits only, and the right check digit (weights 3 and 1 from the right)?"""
    if len(text) not in LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    *body, check = map(int, text)
    total = sum(digit * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10 == check
