using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Somebody who reads the console of a running server, without a browser.</summary>
internal static partial class Analyst
{
    /// <summary>The path of a link, made while the server is stopped.</summary>
    public static string Invite(TemporaryFolder folder, string role = "analyst") =>
        Shell
            .Run($"'{ServerProcess.Sunqar}' people invite {role} --unit unit-a", folder.Path, ("SUNQAR_DATA", folder.At("data")))
            .Output.Trim();

    /// <summary>Takes up the link; the client's cookies hold the session.</summary>
    /// <returns>The second factor's secret.</returns>
    public static async Task<byte[]> EnrolAsync(HttpClient client, string path, string name = "an.analyst")
    {
        var page = await client.GetStringAsync(path, TestContext.Current.CancellationToken);
        // Not in the last moment of a step, so that the code is still of it when it arrives.
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 30 > 26)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        // The page's own form comes first; the frame has others.
        var fields = Hidden()
            .Matches(page)
            .DistinctBy(one => one.Groups[1].Value)
            .ToDictionary(one => one.Groups[1].Value, one => WebUtility.HtmlDecode(one.Groups[2].Value));
        var secret = PeopleTests.Base32(Secret().Match(page).Groups[1].Value);
        fields["name"] = name;
        fields["password"] = PeopleTests.Password;
        fields["code"] = PeopleTests.Code(secret, 0);
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return secret;
    }

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<code class=\"secret\">([A-Z2-7 ]+)</code>")]
    private static partial Regex Secret();
}
