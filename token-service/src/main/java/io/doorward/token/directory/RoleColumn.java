package io.doorward.token.directory;

import io.doorward.contract.scope.Role;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** A role as it is written in the database. */
@Converter
class RoleColumn implements AttributeConverter<Role, String> {
  @Override
  public String convertToDatabaseColumn(Role role) {
    return role.wireName();
  }

  @Override
  public Role convertToEntityAttribute(String value) {
    return Role.of(value);
  }
}
