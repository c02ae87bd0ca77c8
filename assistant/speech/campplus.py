"""CAM++, a speaker embedding network.

Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware
Masking", 2023, arXiv 2303.00332. Names of the parts are those of the published weights, which
load strictly. This module imports torch: import it inside loaders only.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

DIMENSION = 192
BINS = 80
CONTEXT = 100
"""Frames that share one context in the mask, one second at the halved frame rate."""

GROWTH = 32
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each densely connected block."""


class Residual(nn.Module):
    """Two 3x3 convolutions with a shortcut; `stride` is along frequency."""

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, (stride, 1), 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Sequential()
        if stride != 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, channels, 1, (stride, 1), bias=False),
                nn.BatchNorm2d(channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class Head(nn.Module):
    """Front end of 2D convolutions: (batch, BINS, frames) to (batch, 320, frames)."""

    def __init__(self, channels: int = 32) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.layer1 = nn.Sequential(Residual(channels, 2), Residual(channels, 1))
        self.layer2 = nn.Sequential(Residual(channels, 2), Residual(channels, 1))
        self.conv2 = nn.Conv2d(channels, channels, 3, (2, 1), 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, features: Tensor) -> Tensor:
        x = F.relu(self.bn1(self.conv1(features.unsqueeze(1))))
        x = self.layer2(self.layer1(x))
        x = F.relu(self.bn2(self.conv2(x)))
        return x.flatten(1, 2)


class Nonlinear(nn.Sequential):
    """Batch normalisation and ReLU."""

    def __init__(self, channels: int) -> None:
        super().__init__(OrderedDict(batchnorm=nn.BatchNorm1d(channels), relu=nn.ReLU()))


class Tdnn(nn.Module):
    """A time-delay layer that halves the frame rate."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(inputs, outputs, 5, 2, 2, bias=False)
        self.nonlinear = Nonlinear(outputs)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.nonlinear(self.linear(x))
        return result


class ContextAwareMask(nn.Module):
    """A local convolution masked by what the whole piece and each `CONTEXT` frames hold."""

    def __init__(self, inputs: int, outputs: int, dilation: int) -> None:
        super().__init__()
        self.linear_local = nn.Conv1d(
            inputs, outputs, 3, padding=dilation, dilation=dilation, bias=False
        )
        self.linear1 = nn.Conv1d(inputs, inputs // 2, 1)
        self.linear2 = nn.Conv1d(inputs // 2, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        frames = x.shape[-1]
        stretches = F.avg_pool1d(x, CONTEXT, CONTEXT, ceil_mode=True)
        context = stretches + x.mean(dim=-1, keepdim=True)
        mask = torch.sigmoid(self.linear2(F.relu(self.linear1(context))))
        if mask.shape[-1] > 1:
            mask = mask.repeat_interleave(CONTEXT, dim=-1)[..., :frames]
        result: Tensor = self.linear_local(x) * mask
        return result


class DenseLayer(nn.Module):
    """One layer of a densely connected block: gives only the channels it adds."""

    def __init__(self, inputs: int, dilation: int, bottleneck: int = 4 * GROWTH) -> None:
        super().__init__()
        self.nonlinear1 = Nonlinear(inputs)
        self.linear1 = nn.Conv1d(inputs, bottleneck, 1, bias=False)
        self.nonlinear2 = Nonlinear(bottleneck)
        self.cam_layer = ContextAwareMask(bottleneck, GROWTH, dilation)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.cam_layer(self.nonlinear2(self.linear1(self.nonlinear1(x))))
        return result


class DenseBlock(nn.Module):
    """Layers that each see the channels of all layers before them."""

    def __init__(self, layers: int, inputs: int, dilation: int) -> None:
        super().__init__()
        for i in range(layers):
            self.add_module(f"tdnnd{i + 1}", DenseLayer(inputs + i * GROWTH, dilation))

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.children():
            x = torch.cat([x, layer(x)], dim=1)
        return x


class Transit(nn.Module):
    """Halves the channels between blocks."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.nonlinear = Nonlinear(inputs)
        self.linear = nn.Conv1d(inputs, inputs // 2, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.linear(self.nonlinear(x))
        return result


class StatisticsPool(nn.Module):
    """Mean and standard deviation over time: (batch, c, frames) to (batch, 2c)."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x.mean(dim=-1), x.std(dim=-1)], dim=-1)

    def spans(self, x: Tensor, weights: Tensor) -> Tensor:
        """The same over chosen frames: (c, frames) and (n, frames) of 0 or 1 to (n, 2c)."""
        count = weights.sum(dim=1, keepdim=True).clamp(min=2)
        mean = weights @ x.T / count
        squares = weights @ x.square().T / count
        variance = (squares - mean.square()).clamp(min=1e-6) * count / (count - 1)
        return torch.cat([mean, variance.sqrt()], dim=-1)


class Dense(nn.Module):
    """The last projection, normalised without scale or shift."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(inputs, DIMENSION, 1, bias=False)
        self.nonlinear = nn.Sequential(
            OrderedDict(batchnorm=nn.BatchNorm1d(DIMENSION, affine=False))
        )

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.nonlinear(self.linear(x.unsqueeze(-1)).squeeze(-1))
        return result


def _trunk(statistics: StatisticsPool) -> nn.Sequential:
    channels = 4 * GROWTH
    parts: OrderedDict[str, nn.Module] = OrderedDict(tdnn=Tdnn(320, channels))
    for i, (layers, dilation) in enumerate(BLOCKS, 1):
        parts[f"block{i}"] = DenseBlock(layers, channels, dilation)
        channels += layers * GROWTH
        parts[f"transit{i}"] = Transit(channels)
        channels //= 2
    parts["out_nonlinear"] = Nonlinear(channels)
    parts["stats"] = statistics
    parts["dense"] = Dense(2 * channels)
    return nn.Sequential(parts)


class CamPlusPlus(nn.Module):
    """Filter banks with their mean over the piece removed to speaker embeddings.

    `forward` takes (batch, frames, BINS), at least 3 frames, and gives (batch, DIMENSION), not
    normalised: compare by cosine.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dimension = DIMENSION
        self.head = Head()
        self.statistics = StatisticsPool()
        self.xvector = _trunk(self.statistics)

    def forward(self, features: Tensor) -> Tensor:
        result: Tensor = self.xvector(self.head(features.transpose(1, 2)))
        return result

    def frames(self, features: Tensor) -> Tensor:
        """Everything before pooling: (batch, frames, BINS) to (batch, 512, frames / 2)."""
        x: Tensor = self.head(features.transpose(1, 2))
        for name, part in self.xvector.named_children():
            if name not in ("stats", "dense"):
                x = part(x)
        return x

    def pool(self, frames: Tensor, weights: Tensor) -> Tensor:
        """Embeddings of spans: (512, m) and (n, m) of 0 or 1 to (n, DIMENSION)."""
        result: Tensor = self.xvector.get_submodule("dense")(self.statistics.spans(frames, weights))
        return result
