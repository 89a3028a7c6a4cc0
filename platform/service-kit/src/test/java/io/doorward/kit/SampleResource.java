package io.doorward.kit;

import io.doorward.kit.identity.Access;
import io.doorward.kit.identity.Caller;
import io.doorward.kit.identity.CurrentCaller;
import io.doorward.kit.request.ForeignProtocol;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;

/** Operations of every kind the kit has to protect. */
@Path("/sample")
public class SampleResource {
  @Inject CurrentCaller caller;

  public record Body(@Size(max = 5) String name, Integer count, List<@Size(max = 3) String> tags) {}

  @GET
  @Path("/who")
  @Access
  public Uni<Map<String, String>> who() {
    return Uni.createFrom()
        .item(
            () ->
                switch (caller.get().getClass().getSimpleName()) {
                  case "Session" -> Map.of("session", ((Caller.Session) caller.get()).subject());
                  case "Token" -> Map.of("token", ((Caller.Token) caller.get()).ownerId());
                  default -> Map.of();
                });
  }

  @GET
  @Path("/read")
  @Access(scope = "things:read")
  public String read() {
    return "read";
  }

  @POST
  @Access(scope = "things:write")
  public Body write(@Valid Body body) {
    return body;
  }

  @GET
  @Path("/list")
  @Access
  public String list(@QueryParam("limit") String limit, @QueryParam("tag") List<String> tags) {
    return limit + tags;
  }

  @POST
  @Path("/kept")
  @Access
  public String kept(@HeaderParam("idempotency-key") String key) {
    return String.valueOf(key);
  }

  @POST
  @Path("/foreign")
  @Access
  @ForeignProtocol
  public String foreign() {
    return "foreign";
  }

  @GET
  @Path("/internal")
  @Access(gatewayOnly = true)
  public String internal() {
    return "internal";
  }

  @GET
  @Path("/forgotten")
  public String forgotten() {
    return "nobody may see this";
  }

  @GET
  @Path("/boom")
  @Access
  public String boom() {
    throw new IllegalStateException("secret detail of com.example.Internals");
  }
}
