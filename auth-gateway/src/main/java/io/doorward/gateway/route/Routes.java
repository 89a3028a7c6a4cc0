package io.doorward.gateway.route;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The routes in force. A file that is changed while the gateway runs takes their place as a whole;
 * one with faults is refused, and what was in force stays.
 */
@Singleton
public class Routes {
  private static final Logger LOG = Logger.getLogger(Routes.class);

  private final Path file;
  private final Ticker ticker;
  private final RouteMetrics metrics;
  private final HealthProbes probes;
  private volatile InForce present;
  private volatile @Nullable String refusal;
  private @Nullable String seen;
  private @Nullable String refused;

  private record InForce(RouteTable table, String hash, long version) {}

  /**
   * @throws IllegalStateException if the file has faults; the gateway does not start then
   */
  @Inject
  Routes(RouteConfig config, RouteMetrics metrics, HealthProbes probes, Ticker ticker) {
    this.file = Path.of(config.routes());
    this.ticker = ticker;
    this.metrics = metrics;
    this.probes = probes;
    try {
      RouteDocument document = RouteDocument.read(file);
      present = new InForce(table(document, List.of()), document.hash(), 1);
    } catch (InvalidRoutes e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    tell();
  }

  private RouteTable table(RouteDocument document, List<Targets> known) throws InvalidRoutes {
    return RouteFile.read(
        file.toString(),
        document.text(),
        name -> ConfigProvider.getConfig().getOptionalValue(name, String.class),
        new Targets.Pool(known, ticker));
  }

  /** The present table; a request uses one table from beginning to end. */
  public RouteTable table() {
    return present.table();
  }

  /** SHA-256 of the file that is in force, in hex. */
  public String hash() {
    return present.hash();
  }

  /** 1 for the file of the start, one more for each that took its place. */
  public long version() {
    return present.version();
  }

  /** Why the file that is there now is not in force; empty if it is. */
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Looks at the file. Only what is there a second time counts: the first time it may be half
   * written, and a part of a file can be a valid one. Reads from disk: not for an event loop.
   */
  synchronized void look() {
    try {
      RouteDocument document = RouteDocument.read(file);
      if (isNew(document.hash())) {
        putInForce(document);
      }
    } catch (InvalidRoutes e) {
      String mark = String.valueOf(e.getMessage());
      if (isNew(mark)) {
        refuse(mark, e);
      }
    }
  }

  /** Whether this is there for the second time, and was not dealt with yet. */
  private boolean isNew(String mark) {
    boolean stays = mark.equals(seen);
    seen = mark;
    if (mark.equals(present.hash())) {
      if (stays) {
        accepted();
      }
      return false;
    }
    return stays && !mark.equals(refused);
  }

  private void putInForce(RouteDocument document) {
    try {
      RouteTable table = table(document, present.table().targets());
      present = new InForce(table, document.hash(), present.version() + 1);
    } catch (InvalidRoutes e) {
      refuse(document.hash(), e);
      return;
    }
    accepted();
    metrics.applied();
    tell();
    LOG.infof("routes %s are in force: %d of them", hash().substring(0, 12), table().size());
  }

  private void accepted() {
    refused = null;
    refusal = null;
    metrics.refused(false);
  }

  private void refuse(String mark, InvalidRoutes fault) {
    refused = mark;
    refusal = fault.getMessage();
    metrics.refused(true);
    LOG.errorf("the routes stay as they were: %s", fault.getMessage());
  }

  private void tell() {
    metrics.show(table(), hash(), version());
    probes.follow(table().targets());
  }
}
