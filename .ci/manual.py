#!/usr/bin/env python3
"""Man pages out of what a program's own parser says: `PROGRAM --experimental-dump-help | manual.py SECTION DATE > PAGE`.

One page a program; each of its commands is a section of it.
"""
import json, sys


def text(words):
    """Words as roff prints them: nothing in them is a request or an escape."""
    words = words.replace("\\", "\\e").replace("-", "\\-")
    return words if words[:1] not in (".", "'") else "\\&" + words


def block(discussion):
    """Paragraphs as they stand; what is indented is an example and stays as it is."""
    out, verbatim = [], False
    for line in discussion.rstrip().split("\n"):
        indented = line.startswith("  ")
        if indented != verbatim:
            out.append(".RS 4\n.nf" if indented else ".fi\n.RE")
            verbatim = indented
        out.append(".PP" if not line.strip() and not verbatim else text(line.strip() if indented else line))
    if verbatim:
        out.append(".fi\n.RE")
    return "\n".join(out)


def name_of(argument):
    names = ["\\fB" + text({"long": "--", "short": "-", "longWithSingleDash": "-"}[name["kind"]] + name["name"]) + "\\fR"
             for name in argument.get("names", [])]
    value = "\\fI" + text(argument.get("valueName", "")) + "\\fR" if argument["kind"] != "flag" else ""
    return " ".join(filter(None, [", ".join(names), value]))


def synopsis(path, command):
    words = ["\\fB" + text(" ".join(path)) + "\\fR"]
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        shown = name_of(argument) if argument["kind"] != "flag" else name_of(argument).split(", ")[-1]
        more = " ..." if argument.get("isRepeating") else ""
        words.append(f"[{shown}{more}]" if argument.get("isOptional", True) else f"{shown}{more}")
    if command.get("subcommands"):
        words.append("\\fIcommand\\fR ...")
    return " ".join(words)


def options(command):
    out = []
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True):
            default = argument.get("defaultValue")
            about = argument.get("abstract", "") + (f" (default: {default})" if default else "")
            out.append(".TP\n" + name_of(argument) + "\n" + text(about or " "))
    return "\n".join(out)


def commands(path, command, out):
    for sub in command.get("subcommands", []):
        if sub["commandName"] == "help" or not sub.get("shouldDisplay", True):
            continue
        here = path + [sub["commandName"]]
        out.append(".SS " + text(" ".join(here[1:])))
        out.append(text(sub.get("abstract", "")))
        out.append(".PP\n" + synopsis(here, sub))
        if sub.get("discussion"):
            out.append(".PP\n" + block(sub["discussion"]))
        out.append(options(sub))
        commands(here, sub, out)


def page(section, date):
    command = json.load(sys.stdin)["command"]
    name = command["commandName"]
    out = [f'.TH {name.upper()} {section} "{date}" "" "datamesh"', ".SH NAME",
           text(name) + " \\- " + text(command.get("abstract", "").rstrip(".")), ".SH SYNOPSIS", synopsis([name], command)]
    if command.get("discussion"):
        out += [".SH DESCRIPTION", block(command["discussion"])]
    if command.get("arguments"):
        out += [".SH OPTIONS", options(command)]
    if command.get("subcommands"):
        out.append(".SH COMMANDS")
        commands([name], command, out)
    out += [".SH FILES", ".TP\n\\fI/etc/datamesh/config.yaml\\fR\nThe meshes of this host, and who holds which role.",
            ".SH SEE ALSO", "\\fBdatamesh\\fR(1), \\fBdatameshd\\fR(8)"]
    print("\n".join(line for line in out if line))


page(sys.argv[1], sys.argv[2])
