package io.doorward.token.protocol.respond;

import io.doorward.contract.event.EventSignature;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/** Tells genuine events from the rest: the signature first, over the very bytes, then the form. */
final class EventReader {
  private final PublicKey key;

  EventReader(PublicKey key) {
    this.key = key;
  }

  Reading read(byte @Nullable [] value, byte @Nullable [] signature) {
    if (value == null) {
      return new Reading.Unusable("the record has no value");
    }
    if (signature == null) {
      return new Reading.Unusable("the record is not signed");
    }
    if (!EventSignature.verify(value, new String(signature, StandardCharsets.US_ASCII), key)) {
      return new Reading.Unusable("the signature is not the security service's");
    }
    try {
      return complete(ContractJson.read(value, SecurityEvent.class));
    } catch (UnreadableRecord e) {
      return new Reading.Unusable(String.valueOf(e.getMessage()));
    }
  }

  /** Members that JSON may leave out although the contract does not. */
  @SuppressWarnings("ConstantConditions")
  private static Reading complete(SecurityEvent event) {
    boolean missing =
        event.id() == null
            || event.at() == null
            || event.detection() == null
            || event.tokenId() == null
            || event.organizationId() == null
            || event.response() == null
            || event.summary() == null;
    return missing
        ? new Reading.Unusable("SecurityEvent: a member is missing")
        : new Reading.Genuine(event);
  }
}
