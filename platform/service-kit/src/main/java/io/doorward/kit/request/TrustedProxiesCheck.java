package io.doorward.kit.request;

import io.doorward.kit.startup.StartupCheck;
import io.smallrye.common.net.Inet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Who is believed must be a block of addresses: Quarkus takes anything else, an IPv6 address
 * without brackets too, for a host name, asks the DNS for it at every request and lets the request
 * wait.
 */
@ApplicationScoped
class TrustedProxiesCheck implements StartupCheck {
  private final List<String> blocks;

  @Inject
  TrustedProxiesCheck(HttpConfig config) {
    this(config.trustedProxies());
  }

  TrustedProxiesCheck(List<String> blocks) {
    this.blocks = blocks;
  }

  @Override
  public List<String> faults() {
    return blocks.stream()
        .filter(block -> Inet.parseCidrAddress(block) == null)
        .map(
            block ->
                "doorward.http.trusted-proxies: '"
                    + block
                    + "' is not a CIDR block. Write a single address as 192.0.2.1/32 or 2001:db8::1/128.")
        .toList();
  }
}
