package io.doorward.token.trail;

import io.doorward.contract.json.ContractJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A form in which the audit log can be taken away. */
enum Form {
  CSV("text/csv; charset=utf-8", "csv") {
    @Override
    String head() {
      return Csv.line(HEADINGS);
    }

    @Override
    String line(Entry e) {
      return Csv.line(
          List.of(
              text(e.seq()),
              text(e.id()),
              e.at().toString(),
              e.actorKind(),
              e.actorId(),
              text(e.tokenUsed()),
              e.action(),
              e.targetKind(),
              e.targetId(),
              text(e.reason()),
              text(e.before()),
              text(e.after()),
              text(e.evidence()),
              e.requestId(),
              text(e.ip()),
              text(e.hash())));
    }
  },
  JSONL("application/x-ndjson", "jsonl") {
    @Override
    String head() {
      return "";
    }

    @Override
    String line(Entry entry) {
      return ContractJson.writeString(AuditView.of(entry)) + "\n";
    }
  };

  private static final List<String> HEADINGS =
      List.of(
          "seq",
          "id",
          "at",
          "actorKind",
          "actorId",
          "tokenUsed",
          "action",
          "targetKind",
          "targetId",
          "reason",
          "before",
          "after",
          "evidence",
          "requestId",
          "ip",
          "hash");

  private final String mediaType;
  private final String extension;

  Form(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  abstract String head();

  abstract String line(Entry entry);

  String mediaType() {
    return mediaType;
  }

  /** Fixed, so that nothing of the request gets into a header. */
  String disposition() {
    return "attachment; filename=\"audit." + extension + "\"";
  }

  byte[] lines(List<Entry> entries) {
    return entries.stream()
        .map(this::line)
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
