package io.doorward.contract.token;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The form of a token: {@code <brand><type>_<environment>_<secret><check>}, for example {@code
 * dwp_live_…}.
 *
 * <p>The secret is {@value #SECRET_LENGTH} base62 characters (178 bits). The check is the CRC-32
 * (ISO 3309) of the secret's ASCII bytes as six zero-padded base62 digits, GitHub's form, so that
 * anyone's secret scanner can verify a find offline and a mistyped token is refused with no
 * look-up. It is not authentication: everybody can compute it.
 */
public final class TokenFormat {
  /** The digits of base62 in ascending order, GitHub's alphabet. */
  public static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** Characters of the secret part. */
  public static final int SECRET_LENGTH = 30;

  /** Characters of the check part. */
  public static final int CHECK_LENGTH = 6;

  /** Characters at the end that are shown so that people can tell tokens apart. */
  public static final int HINT_LENGTH = 4;

  private static final int BASE = 62;
  private static final Pattern BRAND = Pattern.compile("[a-z]{2,8}");

  private final String brand;

  private TokenFormat(String brand) {
    this.brand = brand;
  }

  /** The format under the default brand, {@code dw}. */
  public static TokenFormat standard() {
    return of("dw");
  }

  /**
   * The format under a brand of one's own.
   *
   * @param brand two to eight lower-case letters
   * @throws IllegalArgumentException if it is not
   */
  public static TokenFormat of(String brand) {
    if (!BRAND.matcher(brand).matches()) {
      throw new IllegalArgumentException("a brand is two to eight letters a-z");
    }
    return new TokenFormat(brand);
  }

  /**
   * Makes a new token.
   *
   * @param random a cryptographically strong source; {@code nextInt(bound)} draws without bias
   */
  public RawToken mint(TokenType type, TokenEnvironment environment, RandomGenerator random) {
    StringBuilder secret = new StringBuilder(SECRET_LENGTH);
    for (int i = 0; i < SECRET_LENGTH; i++) {
      secret.append(ALPHABET.charAt(random.nextInt(BASE)));
    }
    return new RawToken(prefix(type, environment) + secret + check(secret.toString()));
  }

  /** What stands before the secret, for display: {@code dwp_live_}. */
  public String prefix(TokenType type, TokenEnvironment environment) {
    return brand + type.letter() + "_" + environment.wireName() + "_";
  }

  /**
   * The last characters of a token, for display. They are check digits: whoever sees them is still
   * short of more than 150 bits of the secret.
   */
  public static String hint(RawToken token) {
    String value = token.reveal();
    return value.substring(value.length() - HINT_LENGTH);
  }

  /** The published pattern that finds tokens in text; check digits remain to be verified. */
  public Pattern pattern() {
    return Pattern.compile("\\b" + form() + "\\b");
  }

  /**
   * Finds tokens in text whatever stands around them: {@code %3Ddwp_live_…} is a token after an
   * encoded equals sign. For keeping tokens out of where they must not be, rather than for
   * scanning.
   */
  public Pattern patternAnywhere() {
    return Pattern.compile(form());
  }

  private String form() {
    return brand + "[psa]_(?:live|test)_[0-9A-Za-z]{" + (SECRET_LENGTH + CHECK_LENGTH) + "}";
  }

  /** Whether a string claims to be a token of this brand, well-formed or not. */
  public boolean claims(String candidate) {
    return candidate.length() > brand.length() + 1
        && candidate.startsWith(brand)
        && TokenType.ofLetter(candidate.charAt(brand.length())).isPresent()
        && candidate.charAt(brand.length() + 1) == '_';
  }

  /** Reads a token exactly, byte for byte. Never throws, looks nothing up. */
  public ParsedToken parse(String candidate) {
    if (!claims(candidate)) {
      return new ParsedToken.Malformed();
    }
    TokenType type = TokenType.ofLetter(candidate.charAt(brand.length())).orElseThrow();
    for (TokenEnvironment environment : TokenEnvironment.values()) {
      String prefix = prefix(type, environment);
      if (candidate.startsWith(prefix)
          && candidate.length() == prefix.length() + SECRET_LENGTH + CHECK_LENGTH
          && checks(candidate, prefix.length())) {
        return new ParsedToken.WellFormed(type, environment, new RawToken(candidate));
      }
    }
    return new ParsedToken.Malformed();
  }

  private static boolean checks(String candidate, int secretStart) {
    for (int i = secretStart; i < candidate.length(); i++) {
      if (!isBase62(candidate.charAt(i))) {
        return false;
      }
    }
    int checkStart = secretStart + SECRET_LENGTH;
    return candidate.startsWith(check(candidate.substring(secretStart, checkStart)), checkStart);
  }

  private static boolean isBase62(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String check(String secret) {
    CRC32 crc = new CRC32();
    crc.update(secret.getBytes(StandardCharsets.US_ASCII));
    char[] digits = new char[CHECK_LENGTH];
    long rest = crc.getValue();
    for (int i = CHECK_LENGTH - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) (rest % BASE));
      rest /= BASE;
    }
    return new String(digits);
  }
}
