package io.doorward.gateway.inquiry;

import io.doorward.gateway.edge.RelayedRequest;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a head says of the request it is about. There are two families of fields for it; a proxy
 * sets one, and the other may have come from the client: it must say the same or nothing.
 */
public sealed interface Told {
  /** The request. */
  record Request(RelayedRequest request) implements Told {}

  /** It cannot be told; the fault holds nothing of what was sent. */
  record Unclear(String fault) implements Told {}

  /** By {@code X-Forwarded-Method}, {@code -Uri}, {@code -Host} and {@code -Proto}. */
  static Told byForwardedFields(MultiMap headers) {
    String method = only(headers, "X-Forwarded-Method");
    String uri = only(headers, "X-Forwarded-Uri");
    String host = only(headers, "X-Forwarded-Host");
    if (method == null || uri == null || host == null) {
      return new Unclear(
          "X-Forwarded-Method, X-Forwarded-Uri and X-Forwarded-Host are not there once each");
    }
    return from(
        new RelayedRequest(method, isHttps(headers.getAll("X-Forwarded-Proto")), host, uri),
        headers);
  }

  /** By {@code X-Original-Method} and {@code X-Original-URL}, an absolute URL. */
  static Told byOriginalFields(MultiMap headers) {
    String method = only(headers, "X-Original-Method");
    String url = only(headers, "X-Original-URL");
    if (method == null || url == null) {
      return new Unclear("X-Original-Method and X-Original-URL are not there once each");
    }
    boolean secure = url.startsWith("https://");
    if (!secure && !url.startsWith("http://")) {
      return new Unclear("X-Original-URL is no absolute URL");
    }
    int begin = url.indexOf("//") + 2;
    int path = url.indexOf('/', begin);
    if (path < 0) {
      return new Unclear("X-Original-URL has no path");
    }
    return from(
        new RelayedRequest(method, secure, url.substring(begin, path), url.substring(path)),
        headers);
  }

  /**
   * By the very request with which the proxy asks. Where the client is told by {@code
   * X-Forwarded-For} alone, that must be there: the proxy's own address is nobody's.
   */
  static Told from(RelayedRequest request, MultiMap headers) {
    return headers.contains("X-Forwarded-For")
        ? agreed(request, headers)
        : new Unclear("X-Forwarded-For is missing");
  }

  /** By what the proxy tells beside the fields; no field may say otherwise. */
  static Told agreed(RelayedRequest request, MultiMap headers) {
    return allAre(request.method(), headers.getAll("X-Forwarded-Method"))
            && allAre(request.method(), headers.getAll("X-Original-Method"))
            && allAre(request.target(), headers.getAll("X-Forwarded-Uri"))
            && allEndAs(request.target(), headers.getAll("X-Original-URL"))
            && allEndAs(request.target(), headers.getAll("X-Original-URI"))
        ? new Request(request)
        : new Unclear("X-Forwarded-* and X-Original-* contradict each other");
  }

  private static @Nullable String only(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    return values.size() == 1 ? values.get(0) : null;
  }

  private static boolean isHttps(List<String> values) {
    return values.size() == 1 && values.get(0).equalsIgnoreCase("https");
  }

  private static boolean allAre(String expected, List<String> values) {
    for (String value : values) {
      if (!value.equals(expected)) {
        return false;
      }
    }
    return true;
  }

  /** An absolute URL, or only its path and query. */
  private static boolean allEndAs(String target, List<String> values) {
    for (String value : values) {
      int scheme = value.indexOf("://");
      int path = scheme < 0 ? 0 : value.indexOf('/', scheme + 3);
      if (path < 0 || !value.substring(path).equals(target)) {
        return false;
      }
    }
    return true;
  }
}
