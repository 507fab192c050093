/** How often a spec looks, and for how long: what it waits for goes on as soon as it is so. */
export const SOON = { timeout: 8_000, interval: 50 };

/** For what comes from another desk: several of them, each with a browser, share the machine with their service. */
export const SOON_FROM_ANOTHER = { timeout: 40_000, interval: 50 };

/** The limit of a spec of several desks; the start alone takes long. */
export const LIMIT = { timeout: 240_000 };
