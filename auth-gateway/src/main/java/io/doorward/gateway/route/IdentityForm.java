package io.doorward.gateway.route;

/** How an upstream learns who the caller is. */
public enum IdentityForm {
  /** A short-lived token signed by the gateway, in {@code Authorization}. */
  JWT,
  /** {@code X-Doorward-*} headers. */
  HEADERS,
  /** A session is passed on as it came: for our own services, which check it themselves. */
  SESSION
}
