package dev.tandem.domain;

/** A template's key within an account, as in {@code order_update} and {@code en}. */
public record TemplateName(String name, String language) {}
