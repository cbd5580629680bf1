// Validates many PDF files against several PDF/A and PDF/UA parts with the veraPDF library, in one process.
//
//     java Validate FLAVOUR[,FLAVOUR...] FILE...        flavours as veraPDF names them: 3a, 2b, ua1, ...
//
// Prints `pass FLAVOUR FILE`, or `FAIL FLAVOUR FILE` and below it each failed clause once, with how often it failed and
// where first. Exit status: 0 all conform, 1 some do not, 2 a file could not be examined.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public final class Validate {
    /** One failed clause. */
    private static final class Broken {
        int times;
        String what;
        String where;
    }

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: Validate FLAVOUR[,FLAVOUR...] FILE...");
            System.exit(2);
        }
        // The library logs what it finds odd while parsing; what counts is in its result.
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();

        List<PDFAFlavour> flavours = new ArrayList<>();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                System.err.println("veraPDF knows no flavour `" + name + "`");
                System.exit(2);
            }
            flavours.add(flavour);
        }

        int status = 0;
        for (int i = 1; i < arguments.length; i++) {
            for (PDFAFlavour flavour : flavours) {
                status = Math.max(status, validate(arguments[i], flavour));
            }
        }
        System.exit(status);
    }

    private static int validate(String file, PDFAFlavour flavour) {
        try (InputStream bytes = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            // A validator that tested nothing has shown nothing.
            if (result.getTotalAssertions() == 0) {
                System.out.println("FAIL " + flavour.getId() + " " + file + ": nothing was tested");
                return 2;
            }
            if (result.isCompliant()) {
                System.out.println("pass " + flavour.getId() + " " + file);
                return 0;
            }
            System.out.println("FAIL " + flavour.getId() + " " + file);
            broken(result).forEach((clause, broken) -> System.out.println(
                    "     clause " + clause + ", " + broken.times + " times: " + broken.what + " First at " + broken.where));
            return 1;
        } catch (Exception error) {
            System.out.println("FAIL " + flavour.getId() + " " + file + ": could not be examined: " + error);
            return 2;
        }
    }

    private static Map<String, Broken> broken(ValidationResult result) {
        Map<String, Broken> clauses = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                continue;
            }
            String clause = assertion.getRuleId().getClause() + ", test " + assertion.getRuleId().getTestNumber();
            Broken broken = clauses.computeIfAbsent(clause, key -> {
                Broken first = new Broken();
                first.what = String.valueOf(assertion.getMessage()).replaceAll("\\s+", " ");
                first.where = assertion.getLocation() == null ? "?" : assertion.getLocation().getContext();
                return first;
            });
            broken.times++;
        }
        return clauses;
    }
}
