import { type RenderResult, render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import i18n from "i18next";
import { type ReactNode, Suspense } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { hear } from "@/app/clock";
import { startWords } from "@/app/i18n";
import { At } from "@/app/place";
import { type Language, prefer } from "@/app/preferences";
import { Providers } from "@/app/providers";
import { queries } from "@/app/query";
import { routes } from "@/app/router";
import { me } from "./fixtures";

let started = false;

/** The words of a language, and the market's clock at the fixtures' moment. */
export async function ready(language: Language = "zh-Hans"): Promise<void> {
  prefer({ language, theme: "light", market: null });
  if (!started) await startWords();
  started = true;
  await i18n.changeLanguage(language);
  await i18n.loadNamespaces([
    "app",
    "parts",
    "orders",
    "fulfilment",
    "catalog",
    "desk",
    "payments",
    "identity",
    "insights",
    "lawbook",
    "shops",
    "partner",
  ]);
  queries.clear();
  hear(me.clock);
}

type Drawn = RenderResult & { user: UserEvent };

/** A part alone, in a shop of the Chinese market. */
export function draw(part: ReactNode): Drawn {
  const router = createMemoryRouter([{ path: "*", element: part }]);
  const drawn = render(
    <Suspense fallback={null}>
      <Providers>
        <At as="shop" shop="shp_1" market="CN">
          <RouterProvider router={router} />
        </At>
      </Providers>
    </Suspense>,
  );
  return Object.assign(drawn, { user: userEvent.setup() });
}

/** The whole app at an address. */
export function visit(address: string): Drawn & { where: () => string } {
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  const drawn = render(
    <Suspense fallback={null}>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </Suspense>,
  );
  const where = () => router.state.location.pathname + router.state.location.search;
  return Object.assign(drawn, { user: userEvent.setup(), where });
}
