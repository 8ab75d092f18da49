import { describe, expect, test } from "vitest";
import { helpOf } from "./help";
import { routes } from "./router";

/** The address of each page where people work, with something in the place of its parameters. */
function addresses(): string[] {
  return routes
    .filter(({ path }) => path === "s/:shopId" || path === "op")
    .flatMap(({ path, children = [] }) => children.filter(({ lazy }) => lazy).map((child) => `/${path}/${child.path}`))
    .map((path) => path.replace(/:\w+/g, "some"));
}

describe("help", () => {
  test.each(addresses())("%s says what it is for", async (address) => {
    const help = helpOf(address);
    expect(help).not.toBeNull();
    const words = (await import("../words/en/help.json")).default as Record<string, unknown>;
    expect(words).toHaveProperty(`${help?.key}.text`);
  });
});
