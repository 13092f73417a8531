package dev.tandem.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.consent.ConsentDesk.Entry;
import dev.tandem.domain.Wish.Kind;
import org.junit.jupiter.api.Test;

class WishSheetTest {

    private final WishSheet sheets = new WishSheet(written -> {
        if (!written.matches("[0-9+ ]+")) {
            throw new IllegalArgumentException("'" + written + "' is nobody.");
        }
        return written.replaceAll("[^0-9]", "");
    });

    @Test
    void everyRowIsReadForItself() {
        WishSheet.Sheet sheet =
                sheets.optOuts("\uFEFFContact,Scope\r\n+49 170,all\r\nme,all\r\n\r\n4918\r\n4919,\r\n4920,some\n");
        assertThat(sheet.entries())
                .containsExactly(
                        new Entry("49170", Kind.NOTHING),
                        new Entry("4918", Kind.NO_MARKETING),
                        new Entry("4919", Kind.NO_MARKETING));
        assertThat(sheet.wrong())
                .containsExactly(
                        new WishSheet.WrongRow(3, "me,all", "'me' is nobody."),
                        new WishSheet.WrongRow(6, "4920,some", "'some' is no scope: write marketing or all."));
    }

    @Test
    void optInsHaveNoScope() {
        WishSheet.Sheet sheet = sheets.optIns("4917\n4918,all\n");
        assertThat(sheet.entries()).containsExactly(new Entry("4917", Kind.OPT_IN));
        assertThat(sheet.wrong()).hasSize(1);
        assertThat(sheet.wrong().get(0).detail()).isEqualTo("The row has 2 columns: write contact alone.");
    }

    @Test
    void behindABrokenQuoteWhatStoodBeforeIsKept() {
        WishSheet.Sheet sheet = sheets.optIns("4917\n\"4918\n4919\n");
        assertThat(sheet.entries()).containsExactly(new Entry("4917", Kind.OPT_IN));
        assertThat(sheet.wrong()).hasSize(1);
        assertThat(sheet.wrong().get(0).row()).isEqualTo(2);
        assertThat(sheet.wrong().get(0).detail()).startsWith("From here on it is no CSV");
    }
}
