package io.doorward.contract.json;

/** A record could not be read; it belongs on the dead-letter topic with this reason. */
public final class UnreadableRecord extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableRecord(String reason) {
    super(reason, null, false, false);
  }
}
