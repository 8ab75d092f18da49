import type { components } from "./schema";

/** Names for the shapes of the API that this app reads and writes. */
type Schemas = components["schemas"];

export type Money = Schemas["MoneyShape"];
export type Total = number | { at_least: number };
export type Page<T> = { items: T[]; next_cursor: string | null; prev_cursor: string | null; total: Total };

export type Me = Schemas["MeOut"];
export type MyShop = Schemas["WorkOut"];
export type Market = Schemas["MarketOut"];
export type Address = Schemas["RecipientOut"];
export type AddressIn = Schemas["NewAddress"];
export type Notice = Schemas["ToldOut"];
export type NoticeWishes = Schemas["WishOut"];
export type Installation = Schemas["InstallationOut"];
export type Setup = Schemas["SetupOut"];
export type SetUpIn = Schemas["SetUpIn"];
export type Shop = Schemas["ShopOut"];
export type Member = Schemas["MemberOut"];
export type Viewing = Schemas["ViewingOut"];
export type PersonSeen = Schemas["PersonSeen"];
export type OperatorSeen = Schemas["OperatorSeen"];

export type Category = Schemas["CategoryOut"];
export type Sku = Schemas["SkuOut"];
export type SkuIn = Schemas["SkuIn"];
export type ProductLine = Schemas["ProductLine"];
export type Product = Schemas["ProductOut"];
export type ProductState = ProductLine["state"];

export type DeadlineState = "open" | "met" | "moot" | "paused" | "lapsed";
export type Deadline = Schemas["DeadlineShape"];
export type OrderState =
  | "unpaid"
  | "on_hold"
  | "to_process"
  | "awaiting_collection"
  | "in_transit"
  | "delivered"
  | "completed"
  | "cancelled";
export type Verb = Schemas["Verb"];
export type Cancellation = Schemas["CancellationOut"];
export type OrderLine = Schemas["OrderLineOut"];
export type OrderRow = Schemas["OrderRow"];
export type Order = Schemas["OrderOut"];
export type OrderCounts = Schemas["Counts"];
export type MerchantTab = "all" | "unpaid" | "to_ship" | "shipped" | "completed" | "cancelled" | "cancelling";
export type Parcel = Schemas["PackageOut"];
export type Printed = Schemas["PrintOut"];
export type Job = Schemas["JobOut"];
export type Export = Schemas["ExportOut"];
export type ExportIn = Schemas["ExportIn"];
export type ExportTerms = Schemas["ExportTerms"];
export type SavedView = Schemas["ViewOut"];
export type Conditions = Schemas["Conditions"];
export type LineIn = Schemas["WantedLine"];
export type Method = "online" | "cash_on_delivery";
export type Quote = Schemas["Quote"];
export type QuotedShop = Schemas["QuotedShop"];
export type QuotedLine = Schemas["QuotedLine"];
export type PlaceIn = Schemas["PlaceIn"];
export type Payment = Schemas["PaymentOut"];
export type Card = Schemas["PayIn"]["card"];

export type OrderLedger = Schemas["LedgerOut"];
export type Term = Schemas["TermOut"];
export type MoneyPicture = Schemas["PictureOut"];

export type Source = Schemas["SourceOut"];
export type RuleCited = Schemas["RuleCited"];
export type RuleLine = Schemas["RuleLine"];
export type RuleValue = Schemas["ValueOut"];
export type Rule = Schemas["RuleOut"];
export type Decision = Schemas["WhyOut"];
export type Change = Schemas["ChangeOut"];
export type Override = Schemas["OverrideOut"];
export type MarketTerms = Schemas["MarketTerms"];
export type PackChange = Schemas["PackChangeOut"];
export type DraftIn = Schemas["DraftIn"];
export type Calendar = Schemas["CalendarOut"];
export type WeekOfService = Schemas["WeekOut"]["week"];
export type Near = Schemas["NearOut"];

export type Webhook = Schemas["WebhookOut"];
export type WebhookKind = Webhook["kinds"][number];
export type WebhookIn = Schemas["WebhookIn"];
export type Delivery = Schemas["DeliveryOut"];
export type DeliveryState = Delivery["state"];
export type DeliveryAttempt = Schemas["DeliveryAttempt"];

export type RoomDeadline = Schemas["DeadlineLine"];
export type Lateness = Schemas["LatenessOut"];
export type Listener = Schemas["ListenerOut"];
export type EventAside = Schemas["EventAside"];
export type Letter = Schemas["MessageLine"];

export type Side = "buyer" | "shop";
export type Conversation = Schemas["ConversationOut"];
export type SessionLine = Schemas["SessionLine"];
export type Desk = Schemas["DeskOut"];
export type Reply = Schemas["ReplyOut"];
export type ReplyIn = Schemas["ReplyIn"];
export type ReplyChange = Schemas["ReplyChange"];
export type Replies = Schemas["RepliesOut"];
export type ReplyValues = Schemas["ReplyValues"];
export type Response24 = Schemas["ResponseOut"];
export type Measure = Schemas["MeasureOut"];
export type AgentTallied = Schemas["AgentTallied"];
export type AnsweredLine = Schemas["AnsweredLine"];
export type NoReply = Schemas["NoReplyIn"]["reason"];
export type TalkLine = Schemas["TalkLine"];
export type Messages = Schemas["MessagesOut"];

export type Today = Schemas["TodayOut"];
export type Duty = Schemas["DutyOut"];
export type Awaited = Schemas["AwaitedOut"];
export type LapsedLine = Schemas["LapsedOut"];
export type Sales = Schemas["SalesOut"];
