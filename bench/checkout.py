"""Place an order in one call, the whole flow, and one hot SKU with 100 left."""

import itertools
import json
import time

from bench import ground
from bench.ground import Client, signed

SECONDS = 4.0


def placing(where: ground.Place, hot: bool = False):
    """A step that places one order: of a SKU of its own choosing, or of the hot one."""
    data = where.data
    counter = itertools.count(time.time_ns())

    def step(client: Client, who: int, n: int) -> int:
        buyer = data["buyers"][who % len(data["buyers"])]
        sku = data["hot"] if hot else data["skus"][(who * 7919 + n) % len(data["skus"])]
        body = {"lines": [{"sku_id": sku, "quantity": 1}], "address_id": buyer["address"], "method": "online"}
        if not hot:
            body["lines"].append({"sku_id": data["skus"][(who * 104729 + n + 1) % len(data["skus"])], "quantity": 1})
            if body["lines"][0]["sku_id"] == body["lines"][1]["sku_id"]:
                body["lines"].pop()
        status, _ = client.ask("POST", "/api/v1/me/orders", body, signed(buyer, f"p-{who}-{next(counter)}"))
        return status

    return step


def flowing(where: ground.Place):
    """A step that goes the whole way: cart, quote, place, pay; four calls."""
    data = where.data
    counter = itertools.count(time.time_ns())

    def step(client: Client, who: int, n: int) -> int:
        buyer = data["buyers"][who % len(data["buyers"])]
        key = next(counter)
        sku = data["skus"][(who * 7919 + n) % len(data["skus"])]
        lines = [{"sku_id": sku, "quantity": 1}]
        client.ask("PUT", f"/api/v1/me/cart/lines/{sku}", {"quantity": 1}, signed(buyer))
        client.ask("POST", "/api/v1/me/quote", {"lines": lines}, signed(buyer))
        placed = {"lines": lines, "address_id": buyer["address"], "method": "online"}
        status, body = client.ask("POST", "/api/v1/me/orders", placed, signed(buyer, f"f-{who}-{key}"))
        if status != 201:
            return status
        payment = json.loads(body)["payment"]["id"]
        status, _ = client.ask("POST", f"/api/v1/payments/{payment}/pay", {"card": "ok"}, signed(buyer, f"y-{who}-{key}"))
        return status

    return step


def main() -> None:
    """Measure on each database."""
    for kind in ground.kinds():
        with ground.place(kind) as where:
            ground.machine(where)
            ground.seed(where, skus=500, buyers=128, stock=10_000_000, hot=100)
            with ground.served(where):
                ground.load(where, 8, 1.0, placing(where))
                many = 0.0
                for clients in (1, 8, 32):
                    found = ground.load(where, clients, SECONDS, placing(where))
                    many = max(many, found.rate)
                    print(found.line(f"{kind}: place, {clients} clients"))
                for clients in (1, 8, 32):
                    print(ground.load(where, clients, SECONDS, flowing(where)).line(f"{kind}: whole flow (4 calls), {clients} clients"))
        for clients in (8, 32, 128):
            _hot(kind, clients)


def _hot(kind: str, clients: int) -> None:
    with ground.place(kind) as where:
        ground.seed(where, skus=50, buyers=128, stock=1_000_000, hot=100)
        with ground.served(where):
            ground.load(where, 8, 1.0, placing(where))
            many = ground.load(where, clients, 2.0, placing(where))
            hot = ground.load(where, clients, 2.0, placing(where, hot=True))
        print(hot.line(f"{kind}: hot SKU, 100 left, {clients} clients"))
        print(f"  sold {hot.statuses.get(201, 0)} of 100; answers {hot.rate / many.rate:.2f} of the many-SKU rate ({many.rate:.0f}/s)")


if __name__ == "__main__":
    main()
