package dev.tandem.config;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A whole number from 1 on, or {@code off}. */
@Pattern(regexp = "[1-9][0-9]{0,5}|off|false")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface LimitPattern {
    String message() default "must be a whole number from 1 on, or \"off\"";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
