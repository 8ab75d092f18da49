/** The roles of a shop's people, the one who may most first. */
export const ROLES = ["owner", "manager", "supervisor", "agent", "warehouse", "finance"];
