package rival;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Spring Cloud Gateway that knows its callers by the SHA-256 of a key. */
@SpringBootApplication
public class App {
  static final ConcurrentHashMap<String, String> KEYS = new ConcurrentHashMap<>();
  static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (Exception e) {
              throw new RuntimeException(e);
            }
          });

  static String hash(String key) {
    return HexFormat.of()
        .formatHex(SHA_256.get().digest(key.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public static void main(String[] arguments) throws Exception {
    for (String key : Files.readAllLines(Path.of(System.getProperty("tokens")))) {
      KEYS.put(hash(key), key);
    }
    SpringApplication.run(App.class, arguments);
  }

  @Bean
  KeyResolver apiKey() {
    return exchange -> Mono.just((String) exchange.getAttributes().get("consumer"));
  }

  @Bean
  GlobalFilter keyFilter() {
    return new KeyFilter();
  }

  static class KeyFilter implements GlobalFilter, Ordered {
    @Override
    public int getOrder() {
      return -1000;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
      String key = exchange.getRequest().getHeaders().getFirst("X-API-Key");
      String consumer = key == null ? null : KEYS.get(hash(key));
      if (consumer == null) {
        exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
        return exchange.getResponse().setComplete();
      }
      exchange.getAttributes().put("consumer", consumer);
      return chain.filter(exchange);
    }
  }
}
