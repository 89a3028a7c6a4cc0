package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.lifecycle.bulk.CreateTokenJob.Parameters;
import io.doorward.token.lifecycle.rotate.RotateToken;
import io.doorward.token.lifecycle.rotate.Rotation;
import io.doorward.token.lifecycle.standing.Reason;
import io.doorward.token.lifecycle.standing.StandingWish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a job does to each token, checked in itself as the single operation checks it. */
record JobOrder(JobAction action, Parameters parameters, @Nullable String reason) {
  /** What may be the same for many tokens. */
  private static final Set<String> EDITABLE =
      Set.of("scopes", "expiresAt", "limits", "allowedIps", "tags");

  /**
   * Reads what was asked for.
   *
   * @param overlap how long the old secrets are accepted if the caller does not say
   * @throws ProblemException {@code validation_failed}
   */
  static JobOrder of(CreateTokenJob asked, Duration overlap, Instant now) {
    JobAction action = asked.action();
    if (action == null) {
      throw invalid(
          new Violation(
              "/action", "is missing", "Use revoke, rotate, suspend, reactivate or edit."));
    }
    Parameters given = asked.parameters() == null ? Parameters.NONE : asked.parameters();
    fit(action, given);
    String reason = Reason.optional(asked.reason()).orElse(null);
    if (action == JobAction.SUSPEND) {
      StandingWish.Suspend wish = StandingWish.Suspend.of(reason, given.until(), now);
      given = new Parameters(null, wish.until(), null);
    }
    if (action == JobAction.ROTATE) {
      // Written out, so that a later default does not change a job on its way.
      Rotation rotation = Rotation.of(new RotateToken(given.overlap(), null, null), overlap);
      given = new Parameters(rotation.overlap().toString(), null, null);
    }
    return new JobOrder(action, given, reason);
  }

  /** Nothing is overlooked silently: a parameter of another action is a mistake. */
  private static void fit(JobAction action, Parameters given) {
    List<Violation> faults = new ArrayList<>();
    foreign(action, JobAction.ROTATE, "overlap", given.overlap(), faults);
    foreign(action, JobAction.SUSPEND, "until", given.until(), faults);
    foreign(action, JobAction.EDIT, "edit", given.edit(), faults);
    if (action == JobAction.EDIT) {
      Set<String> members = given.edit() == null ? Set.of() : new TreeSet<>(given.edit().members());
      if (members.isEmpty()) {
        faults.add(
            new Violation("/parameters/edit", "changes nothing", "Name what is to be changed."));
      }
      for (String member : members) {
        if (!EDITABLE.contains(member)) {
          faults.add(
              new Violation(
                  "/parameters/edit/" + member,
                  "cannot be the same for many tokens",
                  "Edit the tokens one by one."));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, faults);
    }
  }

  private static void foreign(
      JobAction action,
      JobAction takes,
      String name,
      @Nullable Object value,
      List<Violation> faults) {
    if (value != null && action != takes) {
      faults.add(
          new Violation(
              "/parameters/" + name, "does not go with " + action.wireName(), "Leave it out."));
    }
  }

  private static ProblemException invalid(Violation violation) {
    return ProblemException.invalid(ErrorCode.VALIDATION_FAILED, List.of(violation));
  }

  /** The parameters as they are stored. */
  String json() {
    return ContractJson.writeString(parameters.members());
  }

  /** What {@link #json} wrote. */
  static Parameters parameters(String json) {
    try {
      return ContractJson.read(json.getBytes(StandardCharsets.UTF_8), Parameters.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("a job holds what we did not write", e);
    }
  }
}
