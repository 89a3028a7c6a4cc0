package io.doorward.gateway.limit;

/** One window and what it allows. */
record Quota(Holder holder, LimitWindow window, int limit) {

  /** Whose use it counts. */
  enum Holder {
    TOKEN,
    /** All tokens of the organization together. */
    ORGANIZATION
  }

  /** The name in headers. */
  String name() {
    return holder == Holder.TOKEN ? window.label() : window.sharedLabel();
  }

  /** As it reads after "the limit per". */
  String phrase() {
    return holder == Holder.TOKEN ? window.label() : window.label() + " of the organization";
  }
}
