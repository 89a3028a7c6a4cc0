package io.doorward.gateway.usage;

/** An event as it is sent: key and JSON. Compared by identity. */
final class Outgoing {
  private final byte[] key;
  private final byte[] value;

  Outgoing(byte[] key, byte[] value) {
    this.key = key;
    this.value = value;
  }

  byte[] key() {
    return key;
  }

  byte[] value() {
    return value;
  }
}
