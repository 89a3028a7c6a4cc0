package io.doorward.gateway.limit;

import io.doorward.contract.snapshot.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Permits to be charged to one token in its windows. */
record Charge(UUID token, int permits, List<Quota> quotas) {

  /** One window of the token and what it allows. */
  record Quota(LimitWindow window, int limit) {}

  static Charge of(UUID token, int permits, Limits limits) {
    List<Quota> quotas = new ArrayList<>(LimitWindow.values().length);
    for (LimitWindow window : LimitWindow.values()) {
      Integer limit = window.of(limits);
      if (limit != null) {
        quotas.add(new Quota(window, limit));
      }
    }
    return new Charge(token, permits, quotas);
  }
}
