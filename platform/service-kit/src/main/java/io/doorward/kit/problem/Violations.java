package io.doorward.kit.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.json.ForbiddenCharacter;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;

/** What is wrong where: library exceptions into violations, without their class names. */
final class Violations {
  private Violations() {}

  static List<Violation> of(ConstraintViolationException e) {
    return e.getConstraintViolations().stream()
        .map(Violations::of)
        .sorted(Comparator.comparing(Violation::location).thenComparing(Violation::message))
        .toList();
  }

  private static Violation of(ConstraintViolation<?> violation) {
    StringBuilder pointer = new StringBuilder();
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.PROPERTY
          || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
        if (node.getIndex() != null) {
          pointer.append('/').append(node.getIndex());
        }
        if (node.getKind() == ElementKind.PROPERTY) {
          pointer.append('/').append(node.getName());
        }
      }
    }
    return new Violation(pointer.toString(), violation.getMessage(), "");
  }

  static Violation of(JsonMappingException e) {
    String location = pointer(e.getPath());
    if (e instanceof UnrecognizedPropertyException) {
      return new Violation(location, "is not known here", "Remove it or check its spelling.");
    }
    if (e instanceof ForbiddenCharacter) {
      return new Violation(location, "holds the character U+0000", "Leave it out.");
    }
    if (e instanceof ValueInstantiationException
        && e.getCause() instanceof IllegalArgumentException) {
      return new Violation(location, String.valueOf(e.getCause().getMessage()), "");
    }
    if (e instanceof InvalidFormatException || e instanceof MismatchedInputException) {
      return new Violation(location, "has the wrong type or form", "See the operation's schema.");
    }
    return new Violation(location, "cannot be read", "See the operation's schema.");
  }

  /** A JSON pointer, RFC 6901. */
  private static String pointer(List<Reference> path) {
    StringBuilder pointer = new StringBuilder();
    for (Reference reference : path) {
      pointer.append('/');
      if (reference.getFieldName() != null) {
        pointer.append(reference.getFieldName().replace("~", "~0").replace("/", "~1"));
      } else {
        pointer.append(reference.getIndex());
      }
    }
    return pointer.toString();
  }
}
