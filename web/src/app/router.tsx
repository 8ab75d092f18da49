import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { createBrowserRouter, Navigate, type RouteObject, useLocation, useRouteError } from "react-router";
import { PageProblem } from "@/parts/Problem";
import { useInstallation, useMe } from "./data";
import { ApiProblem } from "./problem";
import { HomeLink } from "./shells/HomeLink";

type Module = { default: ComponentType };
const page = (load: () => Promise<Module>) => ({
  lazy: () => load().then(({ default: Component }) => ({ Component })),
});

const MerchantShell = lazy(() => import("./shells/MerchantShell"));
const OperatorShell = lazy(() => import("./shells/OperatorShell"));
const BuyerShell = lazy(() => import("./shells/BuyerShell"));
const BareShell = lazy(() => import("./shells/BareShell"));
const shell = (Shell: ComponentType) => (
  <Suspense fallback={null}>
    <Shell />
  </Suspense>
);
const secured = (Shell: ComponentType) => <Secured>{shell(Shell)}</Secured>;
const SECURITY = "/me/security";

function Broken() {
  const error = useRouteError();
  const missing = typeof error === "object" && error !== null && "status" in error && error.status === 404;
  return (
    <PageProblem
      error={missing ? new ApiProblem({}, 404) : error}
      home={<HomeLink />}
      retry={() => location.reload()}
    />
  );
}

function Missing() {
  return <PageProblem error={new ApiProblem({}, 404)} home={<HomeLink />} />;
}

/** The first visitor is led to where the marketplace is set up, and whoever still lacks the second factor of their role to where it is. */
function Secured({ children }: { children: ReactNode }) {
  const { data: me } = useMe();
  const { data: installation } = useInstallation();
  const { pathname } = useLocation();
  if (installation && !installation.set_up) return <Navigate to="/setup" replace />;
  return me?.second_wanted && pathname !== SECURITY ? <Navigate to={SECURITY} replace /> : children;
}

const rules: RouteObject[] = [
  { path: "rules", ...page(() => import("@/features/lawbook/pages/Rules")) },
  { path: "rules/:ruleId", ...page(() => import("@/features/lawbook/pages/Rule")) },
  { path: "calendar", ...page(() => import("@/features/lawbook/pages/Calendar")) },
];

const merchant: RouteObject[] = [
  { index: true, element: <Navigate to="today" replace /> },
  { path: "today", ...page(() => import("@/features/insights/pages/Today")) },
  { path: "orders", ...page(() => import("@/features/orders/pages/ShopOrders")) },
  { path: "orders/:orderId", ...page(() => import("@/features/orders/pages/ShopOrder")) },
  { path: "exports", ...page(() => import("@/features/orders/pages/Exports")) },
  { path: "warehouse", ...page(() => import("@/features/fulfilment/pages/Warehouse")) },
  { path: "desk", ...page(() => import("@/features/desk/pages/Workbench")) },
  { path: "desk/replies", ...page(() => import("@/features/desk/pages/QuickReplies")) },
  { path: "desk/response", ...page(() => import("@/features/desk/pages/Response")) },
  { path: "desk/:conversationId", ...page(() => import("@/features/desk/pages/Workbench")) },
  { path: "products", ...page(() => import("@/features/catalog/pages/ShopProducts")) },
  { path: "products/new", ...page(() => import("@/features/catalog/pages/EditProduct")) },
  { path: "products/:productId", ...page(() => import("@/features/catalog/pages/EditProduct")) },
  { path: "staff", ...page(() => import("@/features/shops/pages/Staff")) },
  { path: "notices", ...page(() => import("@/features/notices/pages/Notices")) },
  { path: "notices/preferences", ...page(() => import("@/features/notices/pages/Preferences")) },
  { path: "webhooks", ...page(() => import("@/features/partner/pages/Webhooks")) },
  { path: "webhooks/:webhookId", ...page(() => import("@/features/partner/pages/Webhook")) },
  ...rules,
];

const inner = { handle: { inner: true } };
const buyer: RouteObject[] = [
  { index: true, ...page(() => import("@/features/catalog/pages/Home")) },
  { path: "shop/:shopId", ...page(() => import("@/features/catalog/pages/Shop")) },
  { path: "p/:productId", ...inner, ...page(() => import("@/features/catalog/pages/Product")) },
  { path: "cart", ...page(() => import("@/features/orders/pages/Cart")) },
  { path: "checkout", ...inner, ...page(() => import("@/features/orders/pages/Checkout")) },
  { path: "pay/:paymentId", ...inner, ...page(() => import("@/features/payments/pages/Pay")) },
  { path: "orders", ...page(() => import("@/features/orders/pages/MyOrders")) },
  { path: "orders/:orderId", ...inner, ...page(() => import("@/features/orders/pages/MyOrder")) },
  { path: "chat", ...page(() => import("@/features/desk/pages/Chats")) },
  { path: "chat/:shopId", ...inner, ...page(() => import("@/features/desk/pages/Chat")) },
  { path: "notices", ...page(() => import("@/features/notices/pages/Notices")) },
  { path: "me/notices", ...page(() => import("@/features/notices/pages/Preferences")) },
  { path: "me/addresses", ...page(() => import("@/features/identity/pages/Addresses")) },
  { path: "me/security", ...page(() => import("@/features/identity/pages/Security")) },
  ...rules,
  { path: "*", element: <Missing /> },
];

const operator: RouteObject[] = [
  { index: true, element: <Navigate to="products" replace /> },
  { path: "shops", ...page(() => import("@/features/shops/pages/MarketShops")) },
  { path: "people", ...page(() => import("@/features/identity/pages/People")) },
  { path: "people/:personId", ...page(() => import("@/features/identity/pages/Person")) },
  { path: "markets", ...page(() => import("@/features/lawbook/pages/Markets")) },
  { path: "operators", ...page(() => import("@/features/identity/pages/Operators")) },
  { path: "products", ...page(() => import("@/features/catalog/pages/Review")) },
  { path: "products/:productId", ...page(() => import("@/features/catalog/pages/ReviewProduct")) },
  { path: "room", ...page(() => import("@/features/kernel/pages/Deadlines")) },
  { path: "room/events", ...page(() => import("@/features/kernel/pages/Events")) },
  { path: "room/letters", ...page(() => import("@/features/kernel/pages/Letters")) },
  ...rules,
];

const bare: RouteObject[] = [
  { path: "setup", ...page(() => import("@/features/shops/pages/Setup")) },
  { path: "sign-in", ...page(() => import("@/features/identity/pages/SignIn")) },
  { path: "demo", ...page(() => import("@/features/identity/pages/Demo")) },
  { path: "parts", ...page(() => import("./Gallery")) },
  { path: "mailbox", ...page(() => import("@/features/identity/pages/Mailbox")) },
];

const frame = { errorElement: <Broken />, HydrateFallback: () => null };

export const routes: RouteObject[] = [
  { element: shell(BareShell), ...frame, children: bare },
  { path: "s/:shopId", element: secured(MerchantShell), ...frame, children: merchant },
  { path: "op", element: secured(OperatorShell), ...frame, children: operator },
  { path: "/", element: secured(BuyerShell), ...frame, children: buyer },
];

export const makeRouter = () => createBrowserRouter(routes);
