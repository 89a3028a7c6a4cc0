package io.doorward.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What was answered to a credential is no shared cache's business; a refusal is nobody's. Shared
 * caches keep off by themselves only for {@code Authorization} (RFC 9111, section 3.5), not for
 * {@code X-API-Key}.
 */
final class Privacy {
  private static final String CACHE_CONTROL = "Cache-Control";

  /** Speak to shared caches over the head of Cache-Control (RFC 9213). */
  private static final List<String> FOR_SHARED_CACHES =
      List.of("CDN-Cache-Control", "Surrogate-Control");

  private static final Set<String> PRIVATE = Set.of("private", "no-store");
  private static final Set<String> SHARED = Set.of("public", "s-maxage", "proxy-revalidate");

  private Privacy() {}

  static void keep(int status, MultiMap headers) {
    FOR_SHARED_CACHES.forEach(headers::remove);
    if (status == 401 || status == 403 || status == 429) {
      headers.set(CACHE_CONTROL, "no-store");
      return;
    }
    List<String> kept = new ArrayList<>();
    boolean isPrivate = false;
    for (String line : headers.getAll(CACHE_CONTROL)) {
      for (String part : line.split(",", -1)) {
        String directive = part.strip();
        String name = directive.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
        isPrivate |= PRIVATE.contains(directive.toLowerCase(Locale.ROOT));
        if (!directive.isEmpty() && !SHARED.contains(name)) {
          kept.add(directive);
        }
      }
    }
    if (!isPrivate) {
      kept.add("private");
    }
    headers.set(CACHE_CONTROL, String.join(", ", kept));
  }
}
