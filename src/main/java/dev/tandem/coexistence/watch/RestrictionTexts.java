package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Restriction;

/** What a person reads of a restriction. */
final class RestrictionTexts {

    private RestrictionTexts() {}

    static String of(BusinessNumber number, Restriction restriction) {
        String what =
                switch (restriction.kind()) {
                    case Restriction.DISABLED -> "Meta disabled the account. Nothing leaves until Meta reinstates it";
                    case "RESTRICTED_BIZ_INITIATED_MESSAGING" -> "Meta lets no templates out. They wait";
                    case "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" -> "Meta lets no free-form replies out. They wait";
                    case "RESTRICTED_UTILITY_TEMPLATES", "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES" ->
                        "Meta restricts utility templates (" + restriction.kind() + "). They may be refused";
                    case "RESTRICTED_ADD_PHONE_NUMBER_ACTION" -> "Meta lets no more phone numbers be added";
                    default -> "Meta restricts the account (" + restriction.kind() + ")";
                };
        return number + ": " + what + (restriction.until() == null ? "" : " until " + restriction.until())
                + ". Look into WhatsApp Manager, and appeal there if it is wrong.";
    }
}
