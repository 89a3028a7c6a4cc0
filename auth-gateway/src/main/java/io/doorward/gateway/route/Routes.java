package io.doorward.gateway.route;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** The routes in force. */
@Singleton
public class Routes {
  private final RouteTable table;

  /**
   * @throws IllegalStateException if the file has faults; the gateway does not start then
   */
  @Inject
  Routes(RouteConfig config) {
    Path file = Path.of(config.routes());
    try {
      table =
          RouteFile.read(
              file.toString(),
              Files.readString(file),
              name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the route file " + file + " cannot be read", e);
    } catch (InvalidRoutes e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The present table; a request uses one table from beginning to end. */
  public RouteTable table() {
    return table;
  }
}
