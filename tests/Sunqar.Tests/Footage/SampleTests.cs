using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Xunit;

namespace Sunqar.Tests.Footage;

/// <summary>What a sample of leaves says, and that it is drawn fairly.</summary>
public class SampleTests
{
    [Fact]
    public void The_usual_number_of_leaves_is_the_least_that_finds_a_loss_of_a_hundredth_with_99_percent()
    {
        Assert.InRange(LossBound.Passes(0.01, LossBound.LeavesUsual), 0, 0.01);
        Assert.True(LossBound.Passes(0.01, LossBound.LeavesUsual - 1) > 0.01);
        Assert.Equal(1, LossBound.Passes(0.5, 0));
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 0.99)]
    [InlineData(2, 0.9)]
    [InlineData(459, 0.009983)]
    [InlineData(4590, 0.0010028)]
    public void What_may_be_lost_falls_with_the_good_draws(int draws, double share) => Assert.Equal(share, LossBound.Share(draws), 5);

    /// <summary>A bank that lost one leaf in a hundred, a thousand times over: seen as often as the formula says, within four standard
    /// deviations.</summary>
    [Fact]
    public void A_loss_of_a_hundredth_is_found_as_often_as_claimed()
    {
        long[] leaves = [.. Enumerable.Repeat(500L, 200)];
        var found = 0;
        for (var bank = 0; bank < 1000; bank++)
        {
            var drawn = LeafDraw.Draw($"{bank}", new byte[32], leaves, LossBound.LeavesUsual);
            found += drawn.Any(one => (one.Segment * 500 + one.Leaf) % 100 == bank % 100) ? 1 : 0;
        }
        Assert.InRange(found, 978, 1000);
    }

    [Fact]
    public void Every_leaf_is_drawn_as_often_as_another_and_none_twice()
    {
        long[] leaves = [1, 10, 0, 3, 36];
        var counts = new int[50];
        for (var seed = 0; seed < 4000; seed++)
        {
            var drawn = LeafDraw.Draw($"{seed}", new byte[32], leaves, 10);
            Assert.Equal(10, drawn.Distinct().Count());
            foreach (var one in drawn)
            {
                Assert.InRange(one.Leaf, 0, leaves[one.Segment] - 1);
                counts[(int)(leaves.Take(one.Segment).Sum() + one.Leaf)]++;
            }
        }
        // 800 each; chi-squared with 49 degrees of freedom lies below 95 but once in ten thousand.
        Assert.InRange(counts.Sum(count => (count - 800.0) * (count - 800.0) / (800 * 0.8)), 10, 95);
    }

    [Fact]
    public void A_draw_hangs_on_seed_and_root_alone()
    {
        long[] leaves = [1000, 1000];
        var root = new byte[32];
        Assert.Equal(LeafDraw.Draw("s", root, leaves, 20), LeafDraw.Draw("s", root, leaves, 20));
        Assert.NotEqual(LeafDraw.Draw("s", root, leaves, 20), LeafDraw.Draw("t", root, leaves, 20));
        root[31] = 1;
        Assert.NotEqual(LeafDraw.Draw("s", new byte[32], leaves, 20), LeafDraw.Draw("s", root, leaves, 20));
        Assert.Equal(2000, LeafDraw.Draw("s", root, leaves, 5000).Count);
    }

    /// <summary>The stored tree gives, for each leaf of each size, a path to the root that the oversight log's tree has.</summary>
    [Fact]
    public void Every_path_of_a_stored_tree_leads_to_its_root()
    {
        for (var leaves = 1; leaves <= 40; leaves++)
        {
            var hashes = new byte[leaves * MerkleTree.HashBytes];
            for (var n = 0; n < leaves; n++)
                MerkleTree.LeafHash([(byte)n], hashes.AsSpan(n * 32, 32));
            var frontier = new MerkleFrontier();
            frontier.Append(hashes);
            var root = new byte[32];
            frontier.Root(root);
            var tree = new BuiltTree(SegmentTree.Build(hashes), leaves);
            Assert.Equal(root, tree.Root);
            Assert.Equal(SegmentTree.Bytes(leaves), tree.Hashes.Length);
            for (var n = 0; n < leaves; n++)
                Assert.True(MerkleCheck.Inclusion(n, leaves, hashes.AsSpan(n * 32, 32), MerkleProof.Inclusion(tree, n, leaves), root));
        }
    }
}
