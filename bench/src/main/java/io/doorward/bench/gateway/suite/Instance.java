package io.doorward.bench.gateway.suite;

/** The gateways of the stack. Only those that are measured run. */
public enum Instance {
  /** Limits are leased. */
  LEASED,
  /** Redis is asked for each request. */
  EXACT,
  /** As the first, and believes that 127.0.0.1 is a proxy: its clients have many addresses. */
  BEHIND_PROXY,
  /** As the first. */
  FURTHER
}
