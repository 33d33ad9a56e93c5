using System.Net;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>What an officer tries on a case that another answers for, by writing its id into the address of a form of his own.</summary>
public sealed class CaseAttackTests
{
    public static TheoryData<string, (string Name, string Value)[]> Forms =>
        new()
        {
            { "/cases/{case}/notes", [("text", "a note")] },
            { "/cases/{case}/status", [("to", "Examined"), ("reason", "looked into")] },
            { "/cases/{case}/tasks", [("title", "a task"), ("due", "2027-01-01")] },
            { "/cases/{case}/related", [("other", "{own}"), ("reason", "the same desk")] },
            { "/cases/{case}/evidence/none", [("basis", "CPC, art. 221"), ("to", "nobody"), ("purpose", "x")] },
            { "/cases/{case}/officers", [("take", "off")] },
            { "/cases/{case}/officers", [("officer", "another"), ("take", "on")] },
            {
                "/cases/{case}/people",
                [("basis", "aml"), ("person", "person 1"), ("fields", "Identifier"), ("days", "3"), ("purpose", "x")]
            },
            { "/cases/{case}/measures/none/withdrawal", [("reason", "x")] },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Anothers_case_is_refused_and_the_refusal_is_an_act(string path, (string Name, string Value)[] fields)
    {
        await using var server = await StaffedServer.StartAsync();
        var (one, two) = (await server.HireAsync(Role.Officer), await server.HireAsync(Role.Officer, "unit-b"));
        using var owner = server.Browser(one);
        using var attacker = server.Browser(two);
        var (theirs, own) = (await OpenAsync(owner), await OpenAsync(attacker));
        var before = server.ActsSoFar().Count;
        var answer = await StaffedServer.PostAsync(
            attacker,
            path.Replace("{case}", theirs, StringComparison.Ordinal),
            [.. fields.Select(field => (field.Name, field.Value.Replace("{own}", own, StringComparison.Ordinal)))]
        );
        // Whoever has no part in a case names nobody in it, so that his question is malformed.
        Assert.Contains((int)answer.StatusCode, path.EndsWith("/people", StringComparison.Ordinal) ? [400] : (int[])[403, 404]);
        var refusal = Assert.Single(server.ActsSoFar().Skip(before));
        Assert.Equal((two.Id, Role.Officer), (refusal.Author, refusal.Role));
        Assert.NotNull(refusal.Refusal);
        Assert.Equal([one.Id], server.Acts.Read(acts => acts.Of<CaseBook>().Find(theirs))!.Officers);
    }

    /// <summary>Opens a case and takes it.</summary>
    internal static async Task<string> OpenAsync(HttpClient officer)
    {
        var opened = await StaffedServer.PostAsync(
            officer,
            "/cases/opened",
            ("basis", "AML law, art. 10"),
            ("kind", "exchanger"),
            ("title", "A desk by the station")
        );
        Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
        var id = opened.Headers.Location!.ToString().Split('/')[^1];
        Assert.Equal(HttpStatusCode.SeeOther, (await StaffedServer.PostAsync(officer, $"/cases/{id}/officers", ("take", "on"))).StatusCode);
        return id;
    }
}
