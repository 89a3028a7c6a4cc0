package io.doorward.contract.decision;

/** Where a request comes from. */
public interface Origin {

  /** Whether it lies in a block in CIDR notation; what cannot be read as a block holds nobody. */
  boolean liesIn(String block);
}
