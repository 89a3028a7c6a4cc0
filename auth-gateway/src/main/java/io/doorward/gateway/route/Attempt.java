package io.doorward.gateway.route;

import java.util.Optional;

/**
 * One address of an upstream, chosen for one request. Whoever sends the request says how that went,
 * once: what is said after that does not count. Confined to the request's event loop.
 */
public final class Attempt {
  private final Targets targets;
  private final Target target;
  private final int tried;
  private final boolean counted;
  private boolean over;

  /**
   * @param tried the addresses that were chosen for the request so far, this one included, as bits
   * @param counted whether there is a choice, so that it matters how it went
   */
  Attempt(Targets targets, int index, int tried, boolean counted) {
    this.targets = targets;
    this.target = targets.all().get(index);
    this.tried = tried;
    this.counted = counted;
  }

  /** Name or address of the host. */
  public String host() {
    return target.address().host();
  }

  /** The port. */
  public int port() {
    return target.address().port();
  }

  /** Whether TLS is spoken there. */
  public boolean tls() {
    return target.address().tls();
  }

  /** The head of an answer came, whatever its status. */
  public void answered() {
    if (conclude()) {
      target.succeeded();
    }
  }

  /** No connection, or it broke, or the answer did not begin in time. */
  public void failed() {
    if (conclude()) {
      target.failed(targets.now());
    }
  }

  /** It came to nothing for a reason that is not the address's. */
  public void withdrawn() {
    conclude();
  }

  /**
   * Chooses an address that the request was not sent to yet; empty if there is none. Only for what
   * may be sent twice, or was not sent at all.
   */
  public Optional<Attempt> elsewhere() {
    return targets.hasOther(tried) ? Optional.of(targets.beginOther(tried)) : Optional.empty();
  }

  private boolean conclude() {
    if (over || !counted) {
      return false;
    }
    over = true;
    target.ended();
    return true;
  }
}
