using System.Text;
using System.Xml;
using System.Xml.Schema;
using Sunqar.Formats.GoAml;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>STR and SAR against the published schema of goAML 5.0.2.</summary>
public class GoAmlTests
{
    private static readonly ReportingEntity Entity = new(101, "Astana");

    internal static List<string> Faults(byte[] report)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Repository.Shared("standards/goaml/goAMLSchema-5.0.2.xsd"));
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) => faults.Add($"{e.Exception.LineNumber}: {e.Message}");
        using var reader = XmlReader.Create(new MemoryStream(report), settings);
        while (reader.Read()) { }
        return faults;
    }

    private static byte[] One(GoAmlOutcome outcome) => Assert.Single(Assert.IsType<GoAmlOutcome.Written>(outcome).Parts);

    [Theory]
    [InlineData(GoAmlKind.Str, false)]
    [InlineData(GoAmlKind.Str, true)]
    [InlineData(GoAmlKind.Sar, false)]
    [InlineData(GoAmlKind.Sar, true)]
    public void A_report_is_of_the_published_schema(GoAmlKind kind, bool identities)
    {
        var report = One(GoAmlReport.Write(SampleCase.File(identities, operations: 10), Entity, kind));
        Assert.Equal([], Faults(report));
    }

    /// <summary>The check can fail, and the published samples pass it.</summary>
    [Fact]
    public void The_schema_sees_what_is_wrong()
    {
        Assert.Equal([], Faults(File.ReadAllBytes(Repository.Shared("standards/goaml/samples/STR.xml"))));
        var text = Encoding.UTF8.GetString(One(GoAmlReport.Write(SampleCase.File(), Entity, GoAmlKind.Str)));
        foreach (
            var (right, wrong) in new[]
            {
                ("<report_code>STR", "<report_code>XXX"),
                ("<transmode_comment>E", "<transmode_comment>EE"),
                ("from_country>", "from_land>"),
            }
        )
        {
            Assert.Contains(right, text, StringComparison.Ordinal);
            Assert.NotEmpty(Faults(Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void Without_identities_nobody_is_named_and_with_them_the_name_stands_in_both_scripts()
    {
        var without = Encoding.UTF8.GetString(One(GoAmlReport.Write(SampleCase.File(), Entity, GoAmlKind.Str)));
        Assert.Contains("P-AAAA-0001", without, StringComparison.Ordinal);
        foreach (var personal in (string[])[SampleCase.Iin, "Тестова", "Testova", "tok_0123456789", "00000000000000a1"])
            Assert.DoesNotContain(personal, without, StringComparison.Ordinal);
        var named = Encoding.UTF8.GetString(One(GoAmlReport.Write(SampleCase.File(identities: true), Entity, GoAmlKind.Str)));
        Assert.Contains("<last_name>Testova</last_name>", named, StringComparison.Ordinal);
        Assert.Contains("<full_name_frn>Тестова Айгүл</full_name_frn>", named, StringComparison.Ordinal);
        Assert.Contains($"<id_number>{SampleCase.Iin}</id_number>", named, StringComparison.Ordinal);
        // The birth date is the IIN's: 16 April 1880.
        Assert.Contains("<birthdate>1880-04-16T00:00:00</birthdate>", named, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_case_is_reported_in_parts_that_lose_nothing()
    {
        var parts = Assert
            .IsType<GoAmlOutcome.Written>(
                GoAmlReport.Write(SampleCase.File(operations: GoAmlReport.TransactionsMax + 3), Entity, GoAmlKind.Str)
            )
            .Parts;
        Assert.Equal(2, parts.Count);
        foreach (var part in parts)
            Assert.Equal([], Faults(part));
        Assert.Equal(GoAmlReport.TransactionsMax + 3, parts.Sum(part => Encoding.UTF8.GetString(part).Split("<transaction>").Length - 1));
        Assert.Contains("case-1-2-of-2", Encoding.UTF8.GetString(parts[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_reported_is_refused()
    {
        Assert.IsType<GoAmlOutcome.Refused>(GoAmlReport.Write(SampleCase.File(operations: 0), Entity, GoAmlKind.Str));
        Assert.IsType<GoAmlOutcome.Refused>(GoAmlReport.Write(SampleCase.File() with { Parties = [] }, Entity, GoAmlKind.Sar));
        Assert.IsType<GoAmlOutcome.Refused>(GoAmlReport.Write(SampleCase.File(), Entity with { RentityId = 0 }, GoAmlKind.Str));
    }
}
