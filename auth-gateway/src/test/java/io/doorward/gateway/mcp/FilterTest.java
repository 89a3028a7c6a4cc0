package io.doorward.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.gateway.check.Caller;
import io.doorward.gateway.snapshot.SnapshotAnswer;
import io.doorward.gateway.support.Fixtures;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("G9")
class FilterTest {
  private static final String LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\",\"n\":1.50},"
          + "{\"name\":\"b\"}],\"nextCursor\":\"c\"}}";
  private static final String PRUNED =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\",\"n\":1.50}],"
          + "\"nextCursor\":\"c\"}}";

  private static Lists lists(String... scopes) {
    return new Lists(
        Permissions.of(
            new Caller.TokenHolder(
                Fixtures.token(Fixtures.someLookup()).scopes(scopes).build(),
                SnapshotAnswer.Level.PROCESS)));
  }

  private static String through(AnswerFilter filter, int piece, String text) throws UnfitAnswer {
    Buffer in = Buffer.buffer(text);
    Buffer out = Buffer.buffer();
    for (int i = 0; i < in.length(); i += piece) {
      out.appendBuffer(filter.pass(in.slice(i, Math.min(i + piece, in.length()))));
    }
    return out.appendBuffer(filter.end()).toString();
  }

  private static EventFilter events(String... scopes) {
    return new EventFilter(lists(scopes), 1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10_000})
  void onlyTheEventWithTheListIsChanged(int piece) throws UnfitAnswer {
    String before =
        ": hello\r\n\r\nevent: message\nid: 1\ndata: {\"jsonrpc\":\"2.0\",\n"
            + "data:\"method\":\"notifications/progress\" }\n\nretry: 5\r\r";
    String after = "data: not json\r\n\r\ndata\n\n\n";
    int half = LIST.indexOf("\"id\"");
    String list = "id: 2\r\ndata: " + LIST.substring(0, half) + "\r\ndata:" + LIST.substring(half);
    String out = "id: 2\r\ndata: " + PRUNED;
    assertThat(through(events("mcp:tools:call:a"), piece, before + list + "\r\n\r\n" + after))
        .isEqualTo(before + out + "\r\n\r\n" + after);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10_000})
  void anEventIsLookedIntoHoweverItsLinesEnd(int piece) throws UnfitAnswer {
    for (String end : new String[] {"\n", "\r", "\r\n"}) {
      assertThat(through(events("mcp:tools:call:a"), piece, "data: " + LIST + end + end))
          .isEqualTo("data: " + PRUNED + end + end);
    }
  }

  @Test
  void neitherAByteOrderMarkNorAMissingEndHidesAnEvent() throws UnfitAnswer {
    assertThat(through(events("mcp:tools:call:a"), 10, "\ufeffdata:" + LIST))
        .isEqualTo("data: " + PRUNED);
  }

  @Test
  void anEventPassesAsSoonAsItIsComplete() throws UnfitAnswer {
    EventFilter filter = events();
    assertThat(filter.pass(Buffer.buffer("data: 1\n")).length()).isZero();
    assertThat(filter.pass(Buffer.buffer("\nda")).toString()).isEqualTo("data: 1\n\n");
    assertThat(filter.pass(Buffer.buffer("ta: 2\r\n\r")).toString()).isEqualTo("data: 2\r\n\r");
    assertThat(filter.pass(Buffer.buffer("\n")).toString()).isEqualTo("\n");
  }

  @Test
  void whatCannotBeLookedIntoDoesNotPass() {
    for (String data :
        new String[] {
          "{\"result\":{\"tools\":[],\"tools\":[{\"name\":\"b\"}]}}",
          "{\"result\":{\"tools\":{\"name\":\"b\"}}}",
          "{\"result\":{\"tools\":[{\"name\":\"b\"}]",
          "{} {\"result\":{\"tools\":[{\"name\":\"b\"}]}}",
        }) {
      assertThatThrownBy(() -> through(events(), 100, "data: " + data + "\n\n"))
          .as(data)
          .isInstanceOf(UnfitAnswer.class);
      assertThatThrownBy(() -> through(new JsonFilter(lists(), 1_000), 100, data))
          .as(data)
          .isInstanceOf(UnfitAnswer.class);
    }
    assertThatThrownBy(() -> through(events(), 100, "data: " + "x".repeat(1_001)))
        .isInstanceOf(UnfitAnswer.class);
    assertThatThrownBy(() -> through(new JsonFilter(lists(), 10), 100, LIST))
        .isInstanceOf(UnfitAnswer.class);
  }

  @Test
  void aListIsThatOfTheCaller() throws UnfitAnswer {
    assertThat(through(new JsonFilter(lists("mcp:tools:call:a"), 1_000), 9, LIST))
        .isEqualTo(PRUNED);
    assertThat(through(new JsonFilter(lists("mcp:tools:list"), 1_000), 9, LIST))
        .contains("\"tools\":[]");
    for (String all : new String[] {"mcp:tools:call", "mcp:tools:call:*", "mcp:*", "*"}) {
      assertThat(through(new JsonFilter(lists(all), 1_000), 9, LIST)).as(all).isEqualTo(LIST);
    }
  }

  @Test
  void promptsAndResourcesAreFilteredAsWell() throws UnfitAnswer {
    String prompts =
        "{\"result\":{\"prompts\":[{\"name\":\"p\"},{\"name\":\"q\"},{\"title\":\"r\"},4]}}";
    assertThat(lists("mcp:prompts:get:q").prune(prompts))
        .contains("{\"result\":{\"prompts\":[{\"name\":\"q\"}]}}");
    assertThat(lists("mcp:prompts:read").prune(prompts).orElseThrow()).contains("\"p\"", "\"q\"");
    String resources = "{\"result\":{\"resources\":[{\"uri\":\"a:b\"}],\"resourceTemplates\":[1]}}";
    assertThat(lists("mcp:resources:list").prune(resources))
        .contains("{\"result\":{\"resources\":[],\"resourceTemplates\":[]}}");
    assertThat(lists("mcp:resources:read").prune(resources)).isEmpty();
    assertThat(lists("mcp:tools:call:a").prune("[" + LIST + ",3]")).contains("[" + PRUNED + ",3]");
  }

  @Test
  void aListThatDependsOnItsCallerIsNotForSharedCaches() throws UnfitAnswer {
    String list = "{\"result\":{\"tools\":[],\"ttlMs\":1,\"cacheScope\":\"%s\"}}";
    assertThat(lists("mcp:*").prune(list.formatted("public"))).contains(list.formatted("private"));
    assertThat(lists("mcp:*").prune(list.formatted("private"))).isEmpty();
  }
}
