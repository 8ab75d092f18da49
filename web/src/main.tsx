import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import "./app/base.css";
import { Clockwork } from "./app/Clockwork";
import { installationQuery, meQuery } from "./app/data";
import { startWords } from "./app/i18n";
import { Providers } from "./app/providers";
import { queries } from "./app/query";
import { makeRouter } from "./app/router";
import { publishVariables } from "./app/theme";

publishVariables();
void queries.prefetchQuery(meQuery);
void queries.prefetchQuery(installationQuery);
const root = document.getElementById("root");
if (!root) throw new Error("The page has no root.");
const router = makeRouter();
void startWords().then(() =>
  createRoot(root).render(
    <StrictMode>
      <Suspense fallback={null}>
        <Providers>
          <Clockwork />
          <RouterProvider router={router} />
        </Providers>
      </Suspense>
    </StrictMode>,
  ),
);
