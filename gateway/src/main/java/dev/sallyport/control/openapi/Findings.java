package dev.sallyport.control.openapi;

import dev.sallyport.control.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an import warns of and what it fails with (openapi section 11). An import goes on after an error, so that its
 * answer tells all of them (R2.8).
 */
public final class Findings {

    /**
     * The member of an error's body that tells where in the document each line of the message comes from, because AWS's
     * text does not: lines of line number, JSON pointer and text, separated by tabs.
     */
    static final String LOCATIONS = "locations";

    private static final int LAST_CLIENT_ERROR = 499;

    private record Finding(Place place, String text) {}

    private final List<Finding> notices = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();

    /** Notes what is legal and has no effect, which fails no import (http-api R17.3). */
    public void inform(Place place, String text) {
        notices.add(new Finding(place, text));
    }

    /** Notes a warning of a place of the document. */
    public void warn(Place place, String text) {
        warnings.add(new Finding(place, text));
    }

    /** Notes an error, with which the import is going to fail. */
    public void error(Place place, String text) {
        errors.add(new Finding(place, text));
    }

    /** Runs a step whose refusal is one of the import's errors, told as {@code what: text}. */
    public void attempt(Place place, String what, Runnable step) {
        try {
            step.run();
        } catch (ServiceException e) {
            if (e.status() > LAST_CLIENT_ERROR) {
                throw e;
            }
            error(place, what + ": " + e.getMessage());
        }
    }

    /** The texts of what has no effect, in the order of the document. */
    public List<String> notices() {
        return notices.stream().map(Finding::text).toList();
    }

    /** The texts of the warnings, in the order of the document. */
    public List<String> warnings() {
        return warnings.stream().map(Finding::text).toList();
    }

    /**
     * Ends an import that has errors, or that has warnings and was told to fail with them (R2.8, R3.6).
     *
     * @throws ServiceException 400 with all of them
     */
    public void conclude(SourceDocument source, boolean failOnWarnings) {
        if (errors.isEmpty() && !(failOnWarnings && !warnings.isEmpty())) {
            return;
        }
        StringBuilder message = new StringBuilder();
        if (errors.isEmpty()) {
            message.append("Warnings found during import:").append(lines(warnings));
        } else {
            message.append("Errors found during import:").append(lines(errors));
            if (!warnings.isEmpty()) {
                message.append("\nAdditionally, these warnings were found:").append(lines(warnings));
            }
        }
        List<Finding> all = new ArrayList<>(errors);
        all.addAll(warnings);
        Map<String, Integer> lines = source.lines();
        String locations = all.stream()
                .map(each -> line(lines, each.place().pointer()) + "\t"
                        + each.place().pointer() + "\t" + each.text().replace('\n', ' '))
                .collect(Collectors.joining("\n"));
        throw new ServiceException(400, "BadRequestException", message.toString(), Map.of(LOCATIONS, locations));
    }

    private static String lines(List<Finding> findings) {
        return findings.stream().map(each -> "\n\t" + each.text()).collect(Collectors.joining());
    }

    /** The line of a value, or of the nearest value around it that is known; {@code ""} when none is. */
    static String line(Map<String, Integer> lines, String pointer) {
        String each = pointer;
        while (true) {
            Integer line = lines.get(each);
            if (line != null) {
                return line.toString();
            }
            if (each.isEmpty()) {
                return "";
            }
            each = each.substring(0, Math.max(each.lastIndexOf('/'), 0));
        }
    }
}
