using Sunqar.Formats.Forms;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>Laws over every field and every rule of the layouts of rulebooks/forms.</summary>
public class FormLawTests
{
    private const int Forms = 30;

    public static TheoryData<string, string> Messages
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var file in Files)
            {
                foreach (var name in FormLayout.Shipped(file).Messages.Keys)
                    all.Add(file, name);
            }
            return all;
        }
    }

    private static IEnumerable<string> Files =>
        Directory.GetFiles(Path.Combine(Repository.Root, "rulebooks", "forms"), "*.form").Select(path => Path.GetFileName(path)!).Order();

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_valid_form_written_and_read_back_is_the_same(string file, string name)
    {
        var (layout, message) = Of(file, name);
        foreach (var sheet in Valid(layout, message))
        {
            var read = Assert.IsType<FormReading.Read>(FormXml.Parse(FormXml.Utf16(sheet.Node()), "form.xml")).Root;
            Assert.Equal(sheet.Lines(), Sheet.Of(read).Lines());
            Assert.Empty(FormCheck.Of(layout, message, read));
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Each_field_that_is_wrong_is_told_with_its_place(string file, string name)
    {
        var (layout, message) = Of(file, name);
        var sheets = Valid(layout, message);
        Assert.All(
            message.Fields.Skip(1),
            field =>
            {
                var isAttribute = field.Name.StartsWith('@');
                foreach (var (reason, change) in Mutations(layout, field))
                {
                    var sheet = sheets.FirstOrDefault(one => Standing(one, message, field).Any());
                    Assert.True(sheet is not null, $"no form of the seeds has {field.Path}");
                    var changed = Sheet.Of(sheet.Node());
                    var (parent, place) = Standing(changed, message, field).First();
                    var before = parent.Parts.Count(part => part.Name == field.Name);
                    change(parent);
                    var at =
                        reason == "missing" || isAttribute ? $"{place}/{field.Name}"
                        : reason == "twice" ? $"{place}/{field.Name}[2]"
                        : before > 1 || field.Repeats ? $"{place}/{field.Name}[1]"
                        : $"{place}/{field.Name}";
                    var faults = FormCheck.Of(layout, message, changed.Node());
                    Assert.True(
                        faults.Any(fault => fault.Place == at),
                        $"{field.Path} {reason}: {at} is not among {string.Join(" | ", faults)}"
                    );
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Each_rule_that_is_broken_is_told_with_its_place(string file, string name)
    {
        var (layout, message) = Of(file, name);
        var sheets = Valid(layout, message);
        var dice = new FormDice(layout, message, 5);
        Assert.All(
            message.Rules,
            rule =>
            {
                foreach (var target in rule.Kind == FormRuleKind.One ? rule.Targets.Take(1) : rule.Targets)
                {
                    var sheet = sheets.FirstOrDefault(one => one.All(message, rule.Context).Any(at => FormDice.Asks(one, rule, at.Sheet)));
                    Assert.True(sheet is not null, $"no form of the seeds asks {rule.Context} {target}");
                    var changed = Sheet.Of(sheet.Node());
                    var (parent, place) = changed.All(message, rule.Context).First(at => FormDice.Asks(changed, rule, at.Sheet));
                    if (rule.Kind == FormRuleKind.Absent)
                        dice.Put(rule.Context, parent, target);
                    foreach (
                        var gone in rule.Kind == FormRuleKind.One ? rule.Targets
                        : rule.Kind == FormRuleKind.Present ? [target]
                        : []
                    )
                    {
                        dice.Take(rule.Context, parent, gone);
                    }
                    var at = rule.Kind == FormRuleKind.One ? place : $"{place}/{target}";
                    var faults = FormCheck.Of(layout, message, changed.Node());
                    Assert.True(
                        faults.Any(fault => fault.Place == at && fault.Reason.EndsWith(rule.Why, StringComparison.Ordinal)),
                        $"{rule.Why}: {at} is not among {string.Join(" | ", faults)}"
                    );
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void All_faults_are_told_at_once(string file, string name)
    {
        var (layout, message) = Of(file, name);
        foreach (var sheet in Valid(layout, message).Take(5))
        {
            var wrong = message
                .Fields.Where(field => !field.IsGroup && !field.Name.StartsWith('@') && field.Presence == FieldPresence.Once)
                .SelectMany(field => sheet.All(message, field.Path))
                .ToList();
            foreach (var (one, _) in wrong)
                one.Text = "\u0001";
            var places = FormCheck.Of(layout, message, sheet.Node()).Select(fault => fault.Place).ToHashSet();
            Assert.All(wrong, one => Assert.Contains(one.Place, places));
        }
    }

    [Fact]
    public void What_a_closed_form_does_not_name_is_refused_with_its_place()
    {
        var (layout, message) = Of("fm1.form", "doc");
        var sheet = Valid(layout, message)[0];
        var root = sheet.All(message, "ExportData/SignedData/Data/Root").Single();
        root.Sheet.Only("Unknown");
        root.Sheet.Attributes.Add(("Odd", "1"));
        Assert.Equal(
            [root.Place + "/@Odd", root.Place + "/Unknown"],
            FormCheck.Of(layout, message, sheet.Node()).Select(fault => fault.Place)
        );
    }

    public static TheoryData<string, int, string> LayoutFaults =>
        new()
        {
            { "form f closed \"x\" \"y", 1, "a text in quotes does not end" },
            { "field a text - 1 \"-\" read \"x\"", 1, "a field belongs to a message or a type" },
            { "message m a \"x\"\nfield a words - 1 \"-\" read \"x\"", 2, "'words' is no kind of field" },
            { "message m a \"x\"\nfield a code:none - 1 \"-\" read \"x\"", 2, "no list none stands before" },
            { "message m a \"x\"\nfield a like:none - 1 \"-\" read \"x\"", 2, "no type none stands before" },
            { "message m a \"x\"\nfield a text 0 1 \"-\" read \"x\"", 2, "'0' is no length; expected a number or -" },
            { "message m a \"x\"\nfield a text - 2 \"-\" read \"x\"", 2, "'2' is no presence; expected 1, ?, + or *" },
            { "message m a \"x\"\nfield a text - 1 \"-\" maybe \"x\"", 2, "'maybe' is no standing; expected read, press or unreviewed" },
            { "message m a \"x\"\nrule never a b read \"x\"", 2, "'never' is no rule; expected present, absent or one" },
            { "code none 1 \"x\"", 1, "no list none stands before" },
            { "list l read \"x\"\ncode l 1 \"x\"\ncode l 1 \"x\"", 3, "the code 1 stands twice" },
            {
                "form f closed \"x\" \"y\"\nmessage m a \"x\"\nfield a/b text - 1 \"-\" read \"x\"",
                0,
                "a/b stands before what it is a part of"
            },
            {
                "form f closed \"x\" \"y\"\nmessage m a \"x\"\nfield a group - 1 \"-\" read \"x\"\nrule present a b read \"x\"",
                0,
                "a rule of a names a/b, which is no field"
            },
            {
                "sauce",
                1,
                "expected form, version, forbidden, list, open, code, map, type, message, field or rule with what belongs to it"
            },
            { "# nothing", 0, "expected a line with the form, and messages" },
        };

    [Theory]
    [MemberData(nameof(LayoutFaults))]
    public void A_layout_that_does_not_fit_is_refused_with_its_line(string text, int line, string reason) =>
        Assert.Equal(new LayoutReading.Refused(line, reason), FormLayoutParser.Parse(text));

    private static (FormLayout Layout, FormMessage Message) Of(string file, string name)
    {
        var layout = FormLayout.Shipped(file);
        return (layout, layout.Messages[name]);
    }

    private static List<Sheet> Valid(FormLayout layout, FormMessage message)
    {
        var dice = new FormDice(layout, message, 11);
        return [.. Enumerable.Range(0, Forms).Select(_ => dice.Next())];
    }

    /// <summary>What holds a field that stands, with its place.</summary>
    private static IEnumerable<(Sheet Parent, string Place)> Standing(Sheet sheet, FormMessage message, FormField field) =>
        sheet
            .All(message, field.Parent)
            .Where(at =>
                field.Name.StartsWith('@')
                    ? at.Sheet.Attributes.Exists(one => one.Name == field.Name[1..])
                    : at.Sheet.Parts.Exists(part => part.Name == field.Name)
            );

    /// <summary>Each way in which a field alone can be wrong.</summary>
    private static IEnumerable<(string Reason, Action<Sheet> Change)> Mutations(FormLayout layout, FormField field)
    {
        var isAttribute = field.Name.StartsWith('@');
        if (field.Presence is FieldPresence.Once or FieldPresence.OnceOrMore)
            yield return ("missing", parent => parent.Drop(field.Name));
        if (!field.Repeats && !isAttribute)
            yield return ("twice", parent => parent.Parts.Add(Sheet.Of(parent.Only(field.Name).Node())));
        if (field.IsGroup)
        {
            yield return ("a text", parent => parent.Put(field.Name, "x"));
            yield break;
        }
        if (!field.MayBeEmpty)
            yield return ("empty", parent => parent.Put(field.Name, ""));
        yield return ("no text", parent => parent.Put(field.Name, "A\u0001"));
        yield return ("half a pair", parent => parent.Put(field.Name, "A\ud800"));
        if (field.List is null)
            yield return ("too long", parent => parent.Put(field.Name, new string('1', field.Max + 1)));
        else
            yield return ("no code", parent => parent.Put(field.Name, "none"));
        if (field.Kind.Name != "text")
            yield return ("otherwise", parent => parent.Put(field.Name, "!"));
        else if (field.List is null)
            yield return ("blank", parent => parent.Put(field.Name, " "));
        foreach (var forbidden in layout.Forbidden)
            yield return ("forbidden " + forbidden, parent => parent.Put(field.Name, "A" + forbidden));
    }
}
