package io.doorward.token.lifecycle.bulk;

import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** Judges tokens, some at a time: what has to be asked of the database is asked for all of them. */
interface Judge {

  /** What the order comes to for each of these tokens. */
  Uni<Function<StoredToken, Verdict>> of(List<StoredToken> tokens);
}
