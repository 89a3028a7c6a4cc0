package io.doorward.token.trail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an entry that the chain covers. The same as {@code tokens.audit_bytes} makes in the
 * database, computed apart from it: whoever alters entries there and the function with them is
 * found out here.
 */
final class EntryBytes {
  private EntryBytes() {}

  static byte[] of(Entry entry) {
    List<@Nullable Object> fields = new ArrayList<>();
    fields.add(entry.id());
    fields.add(entry.organizationId());
    fields.add(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()));
    fields.add(entry.actorKind());
    fields.add(entry.actorId());
    fields.add(entry.tokenUsed());
    fields.add(entry.action());
    fields.add(entry.targetKind());
    fields.add(entry.targetId());
    fields.add(entry.before());
    fields.add(entry.after());
    fields.add(entry.reason());
    fields.add(entry.evidence());
    fields.add(entry.requestId());
    fields.add(entry.ip());
    StringBuilder text = new StringBuilder();
    for (@Nullable Object field : fields) {
      if (field == null) {
        text.append("-;");
      } else {
        String value = field.toString();
        int octets = value.getBytes(StandardCharsets.UTF_8).length;
        text.append(octets).append(':').append(value).append(';');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
