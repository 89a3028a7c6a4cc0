package io.doorward.kit.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;

/** Runs every {@link StartupCheck} before anything else starts and reports all faults together. */
@ApplicationScoped
public class StartupChecks {
  void run(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      @Any Instance<StartupCheck> checks) {
    List<String> faults = new ArrayList<>();
    checks.forEach(check -> faults.addAll(check.faults()));
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "This service cannot start:\n  - " + String.join("\n  - ", faults));
    }
  }
}
