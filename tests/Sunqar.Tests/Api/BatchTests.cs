using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>Batches: a line in, a line out, in order, as they come.</summary>
public sealed class BatchTests
{
    private static async Task<List<JsonElement>> LinesAsync(HttpResponseMessage response) =>
        [
            .. (await response.Content.ReadAsStringAsync())
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\n", false)]
    public async Task Answers_come_in_the_order_of_the_lines_whatever_is_wrong_between(string lineEnd, bool lastEnd)
    {
        await using var api = await RunningApi.StartAsync();
        var lines = Enumerable
            .Range(0, 1_500)
            .Select(i =>
                (i % 100) switch
                {
                    7 => "nonsense",
                    13 => RunningApi.TopUp($"P{i}", bank: RunningApi.OtherBank),
                    17 => RunningApi.TopUp($"P{i - 1}"),
                    19 => RunningApi.TopUp($"P{i}", more: ",\"device\":\"" + new string('x', 20_000) + "\""),
                    23 => "",
                    _ => RunningApi.TopUp($"P{i}"),
                }
            )
            .ToList();
        var response = await api.PostAsync("/v1/payments/batch", string.Join(lineEnd, lines) + (lastEnd ? lineEnd : ""));
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        var answers = (await LinesAsync(response)).GetEnumerator();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length == 0)
                continue;
            Assert.True(answers.MoveNext());
            var answer = answers.Current;
            switch (i % 100)
            {
                case 7 or 13 or 19:
                    Assert.Equal(i + 1, answer.GetProperty("line").GetInt64());
                    Assert.Equal(
                        (i % 100) switch
                        {
                            7 => 400,
                            13 => 403,
                            _ => 413,
                        },
                        answer.GetProperty("status").GetInt32()
                    );
                    break;
                case 17:
                    Assert.Equal(($"P{i - 1}", true), (answer.GetProperty("id").GetString(), answer.GetProperty("duplicate").GetBoolean()));
                    break;
                default:
                    Assert.Equal(($"P{i}", false), (answer.GetProperty("id").GetString(), answer.GetProperty("duplicate").GetBoolean()));
                    break;
            }
        }
        Assert.False(answers.MoveNext());
    }

    [Fact]
    public async Task A_line_is_answered_while_the_body_still_comes()
    {
        await using var api = await RunningApi.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await SendAsync(
            $"POST /v1/payments/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {api.Key}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        for (var i = 0; i < 3; i++)
        {
            var line = RunningApi.TopUp($"P{i}");
            // In two pieces, so that a line ends in another read than it begins.
            await SendAsync($"{20:x}\r\n{line[..20]}\r\n");
            await SendAsync($"{line.Length - 19:x}\r\n{line[20..]}\n\r\n");
            var said = "";
            while (!said.Contains($"\"P{i}\"", StringComparison.Ordinal))
                said += await ReceiveAsync();
        }
        await SendAsync("0\r\n\r\n");

        async Task SendAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

        async Task<string> ReceiveAsync()
        {
            var buffer = new byte[4096];
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            return Encoding.ASCII.GetString(buffer, 0, count);
        }
    }

    [Fact]
    public async Task A_batch_sent_again_is_all_duplicates_with_the_same_answers()
    {
        await using var api = await RunningApi.StartAsync();
        var body = string.Join('\n', Enumerable.Range(0, 700).Select(i => RunningApi.TopUp($"P{i}", i % 5 == 0 ? "612000.00" : "100.00")));
        var first = await (await api.PostAsync("/v1/payments/batch", body)).Content.ReadAsStringAsync();
        var second = await (await api.PostAsync("/v1/payments/batch", body)).Content.ReadAsStringAsync();
        Assert.Equal(first.Replace("\"duplicate\":false", "\"duplicate\":true", StringComparison.Ordinal), second);
        Assert.Equal(700, api.Desk.Counts.Duplicates);
    }
}
