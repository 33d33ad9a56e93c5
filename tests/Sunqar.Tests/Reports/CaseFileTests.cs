using System.Xml.Linq;
using Sunqar.Server.Reports;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Reports;

public class CaseFileTests
{
    [Fact]
    public void The_file_has_everything_in_it_and_nobody_by_name()
    {
        var html = CaseFileHtml.Write(SampleCase.File());
        foreach (
            var there in (string[])
                [
                    "P-AAAA-0001",
                    SampleCase.Wallet,
                    "Export of the bank",
                    new string('a', 64),
                    "CASPKZKA to officer-1; officer-1 to the court",
                    "suspend card",
                    "9,000.00 USDT",
                    "ruling 7",
                    new string('f', 64),
                    "Assigned.",
                    "<svg",
                    CaseFileHtml.Digest(SampleCase.File()),
                ]
        )
        {
            Assert.Contains(there, html, StringComparison.Ordinal);
        }
        foreach (var personal in (string[])["00000000000000a1", "00000000000000b2", SampleCase.Iin, "Testova"])
            Assert.DoesNotContain(personal, html, StringComparison.Ordinal);
        Assert.Contains("People under pseudonyms", html, StringComparison.Ordinal);
        Assert.Contains("Holds personal data", CaseFileHtml.Write(SampleCase.File(identities: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_from_outside_stay_texts()
    {
        var html = CaseFileHtml.Write(SampleCase.File());
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http",
            html.Replace("http-equiv", "", StringComparison.Ordinal).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_drawing_is_the_same_for_the_same_case_and_is_whole_for_many_members()
    {
        Assert.Equal(CaseFileHtml.Write(SampleCase.File()), CaseFileHtml.Write(SampleCase.File()));
        var few = Drawing(CaseFileHtml.Write(SampleCase.File()));
        // Two members that moved something, and five groups outside: people, terminals, platforms, wallets.
        Assert.Equal(2 + 4, few.Descendants().Count(node => node.Name.LocalName == "circle"));
        Assert.All(
            few.Descendants().Where(node => node.Name.LocalName == "line"),
            line =>
                Assert.All(
                    new[] { "x1", "y1", "x2", "y2" },
                    name =>
                        Assert.InRange(int.Parse(line.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture), 0, 1_000)
                )
        );
        var file = SampleCase.File();
        var crowd = Enumerable
            .Range(0, 40)
            .Select(i => new Core.Cases.Reports.ReportedParty($"d{i}", Core.Cases.Reports.PartyKind.Card, "dropper", $"P-{i:D4}"))
            .ToList();
        var many = file with
        {
            Parties = [.. file.Parties, .. crowd],
            Operations = [.. file.Operations, .. crowd.Select((party, i) => file.Operations[0] with { Id = "x" + i, To = party.Id })],
        };
        var drawing = CaseFileHtml.Write(many);
        Assert.Contains("41 droppers", drawing, StringComparison.Ordinal);
        Assert.True(Drawing(drawing).Descendants().Count(node => node.Name.LocalName == "circle") < 10);
    }

    [Fact]
    public void The_hash_sees_every_change()
    {
        var file = SampleCase.File();
        var digest = CaseFileHtml.Digest(file);
        Assert.All(
            new[]
            {
                file with
                {
                    Title = "other",
                },
                file with
                {
                    Operations = [.. file.Operations.Skip(1)],
                },
                file with
                {
                    Evidence = [file.Evidence[0] with { Sha256 = new string('b', 64) }],
                },
                file with
                {
                    Parties = [.. file.Parties.Skip(1)],
                },
                file with
                {
                    Assets = [],
                },
                file with
                {
                    Measures = [file.Measures[0] with { Status = "lifted" }],
                },
                file with
                {
                    Entries = [.. file.Entries.Reverse()],
                },
            },
            changed => Assert.NotEqual(digest, CaseFileHtml.Digest(changed))
        );
    }

    [Fact]
    public void Members_moves_cover_all_operations_and_paper_lists_the_largest_in_the_order_of_time()
    {
        var file = SampleCase.File();
        var first = file.Operations[0];
        var many = file with
        {
            Operations =
            [
                .. Enumerable.Range(0, 50).Select(i => first with { Id = $"op-{i:D2}", ValueKztMicro = i % 7 == 0 ? 1_000 + i : i }),
            ],
        };
        var paper = CaseFileHtml.Write(many, 8);
        Assert.Contains("The 8 largest operations", paper, StringComparison.Ordinal);
        Assert.Contains("And 42 more", paper, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 50).Where(i => i % 7 == 0).Select(i => $"op-{i:D2}"),
            System.Text.RegularExpressions.Regex.Matches(paper, "op-[0-9]{2}").Select(match => match.Value)
        );
        Assert.Contains("<td class=\"num\">50</td>", paper, StringComparison.Ordinal);
        Assert.Contains(CaseFileHtml.Digest(many), paper, StringComparison.Ordinal);
        Assert.DoesNotContain("largest operations", CaseFileHtml.Write(many), StringComparison.Ordinal);
    }

    private static XElement Drawing(string html) =>
        XElement.Parse(html[html.IndexOf("<svg", StringComparison.Ordinal)..(html.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
}
