using System.Net;
using System.Text.Json;
using Sunqar.Core.Merkle;
using Xunit;

namespace Sunqar.Tests.Log;

/// <summary>What anybody may ask of the log over HTTP.</summary>
public sealed class LogEndpointTests : IAsyncLifetime
{
    private readonly ActsRoom _room = new();
    private ServedLog _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServedLog.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _room.Dispose();
    }

    private async Task<JsonElement> JsonAsync(string path) =>
        JsonDocument.Parse(await _server.Client.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    private static byte[][] Proof(JsonElement answer) =>
        [.. answer.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];

    [Fact]
    public async Task Somebody_with_the_public_key_proves_a_leaf_from_nothing_else()
    {
        _room.Record(33);
        _room.Record(44);
        _server.Show(_room.Log);
        var head = Assert
            .IsType<HeadReading.Good>(_room.Key.Read(await _server.Client.GetStringAsync(new Uri("/v1/log/head", UriKind.Relative))))
            .Head;
        var inclusion = await JsonAsync($"/v1/log/proof/inclusion?leaf=5&size={head.Size}");
        Assert.True(
            MerkleCheck.Inclusion(5, head.Size, inclusion.GetProperty("leaf_hash").GetBytesFromBase64(), Proof(inclusion), head.Root.Span)
        );
        var earlier = ((HeadReading.Good)_room.Key.Read(_room.Heads()[0])).Head;
        var consistency = await JsonAsync("/v1/log/proof/consistency?from=33&to=77");
        Assert.True(MerkleCheck.Consistency(33, 77, earlier.Root.Span, head.Root.Span, Proof(consistency)));
        var leaves = await JsonAsync("/v1/log/leaves?from=0&count=99999");
        var frontier = new MerkleFrontier();
        foreach (var hash in leaves.GetProperty("hashes").EnumerateArray())
            frontier.Append(hash.GetBytesFromBase64());
        var root = new byte[MerkleTree.HashBytes];
        frontier.Root(root);
        Assert.True(head.HasRoot(root));
    }

    [Theory]
    [InlineData("/v1/log/proof/inclusion?leaf=10&size=10", HttpStatusCode.NotFound)]
    [InlineData("/v1/log/proof/inclusion?leaf=0&size=11", HttpStatusCode.NotFound, Traits = ["Suite", "Whole"])]
    [InlineData("/v1/log/proof/inclusion?leaf=0&size=9223372036854775807", HttpStatusCode.NotFound, Traits = ["Suite", "Whole"])]
    [InlineData("/v1/log/proof/consistency?from=0&to=10", HttpStatusCode.NotFound)]
    [InlineData("/v1/log/proof/consistency?from=6&to=5", HttpStatusCode.NotFound, Traits = ["Suite", "Whole"])]
    [InlineData("/v1/log/proof/inclusion?leaf=-1&size=10", HttpStatusCode.BadRequest, Traits = ["Suite", "Whole"])]
    [InlineData("/v1/log/proof/inclusion?leaf=1&leaf=2&size=10", HttpStatusCode.BadRequest)]
    [InlineData("/v1/log/proof/inclusion?size=10", HttpStatusCode.BadRequest, Traits = ["Suite", "Whole"])]
    [InlineData("/v1/log/proof/inclusion?leaf=9223372036854775808&size=10", HttpStatusCode.BadRequest, Traits = ["Suite", "Whole"])]
    [InlineData("/v1/log/proof/consistency?from=1e3&to=10", HttpStatusCode.BadRequest)]
    [InlineData("/v1/log/leaves?from=0&count=many", HttpStatusCode.BadRequest, Traits = ["Suite", "Whole"])]
    public async Task What_is_not_there_or_no_question_is_refused(string path, HttpStatusCode status)
    {
        _room.Record(10);
        _server.Show(_room.Log);
        var response = await _server.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Before_the_first_head_the_answer_is_to_ask_again()
    {
        foreach (var path in new[] { "/v1/log/head", "/v1/log/leaves?from=0&count=1", "/v1/log/proof/inclusion?leaf=0&size=1" })
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }
}
